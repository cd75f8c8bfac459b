package fr.vigie.dispatch.voice.calls;

import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.UUID;

/** Records of calls. */
final class Calls {
    private Calls() {}

    /** One that goes on. */
    static CallDetail begun(UUID alert, Instant at) {
        return new CallDetail(
                UUID.randomUUID(),
                UUID.randomUUID(),
                alert,
                1,
                false,
                "one",
                null,
                at,
                null,
                null,
                null,
                null,
                null,
                null,
                CallDetail.UNDER_WAY,
                null,
                null,
                null,
                LegReport.NOTHING);
    }

    /** Its end, with something in every field. */
    static CallDetail ended(CallDetail call) {
        return ended(call, "2?1");
    }

    static CallDetail ended(CallDetail call, String keys) {
        Instant at = call.setUpAt();
        return new CallDetail(
                call.callId(),
                call.deliveryId(),
                call.alertId(),
                call.attempt(),
                call.possibleDuplicate(),
                call.trunk(),
                "sip2.example.org",
                at,
                at.plusSeconds(1),
                at.plusSeconds(2),
                at.plusSeconds(30),
                keys,
                "UNREACHABLE",
                FailureReason.CALL_LOST,
                "HUNG_UP_THERE",
                480,
                19,
                "23398050@192.0.2.1",
                new LegReport(1_400, 1_300, 7, 12, 31, new LegReport.Heard(3.125, 0.5, 22, 140)));
    }

    /** What is said of one whose process is gone. */
    static CallDetail lost(CallDetail call) {
        return new CallDetail(
                call.callId(),
                call.deliveryId(),
                call.alertId(),
                call.attempt(),
                call.possibleDuplicate(),
                call.trunk(),
                null,
                call.setUpAt(),
                null,
                null,
                null,
                null,
                "UNKNOWN",
                FailureReason.INTERRUPTED,
                CallDetail.LOST,
                null,
                null,
                null,
                LegReport.NOTHING);
    }
}
