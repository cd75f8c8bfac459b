package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One try, as it is shown. */
@Schema(name = "Call")
public record CallView(
        @Schema(description = "Of this record") UUID callId,
        UUID deliveryId,
        UUID alertId,

        @Schema(description = "Number of the try, from 1") int attempt,

        @Schema(description = "Whether an earlier try may have reached the merchant")
        boolean possibleDuplicate,

        String trunk,

        @Schema(description = "Which of the trunk's hosts took it; null where that is not known, and until the end")
        String proxy,

        Instant setUpAt,
        Instant ringingAt,
        Instant answeredAt,

        @Schema(description = "Null while it is under way, and where nobody knows; so is then whatever the end tells")
        Instant endedAt,

        @Schema(description = "Keys in their order; a question mark for one that the menu does not offer")
        String keys,

        @Schema(description = "A delivery state, NOT_TRIED or UNKNOWN; null while it is under way")
        String outcome,

        FailureReason reason,

        @Schema(
                description = "How the signalling ended: REFUSED, CANCELLED, CANCEL_UNCONFIRMED, SILENT, NOT_SENT,"
                        + " CONNECTION_LOST, NOT_AUTHORIZED, NO_COMMON_SOUND, HUNG_UP_THERE, HUNG_UP_HERE, or NOT_PLACED;"
                        + " UNDER_WAY while it is placed, rings or is up, and LOST where nobody wrote its end,"
                        + " because its process was killed: the outcome is UNKNOWN then")
        String end,

        Integer sipStatus,
        Integer q850,

        @Schema(
                description =
                        "Call-ID of its last INVITE, by which the trunk's operator finds it; null where none was sent")
        String sipCallId,

        Long packetsSent,
        Long packetsReceived,

        @Schema(description = "Of those received, before the answer")
        Long packetsEarly,

        @Schema(description = "Of the telephone's sound, on its way to us")
        Long packetsLost,

        @Schema(description = "Greatest jitter of the telephone's sound; null where too little came to tell")
        Integer jitterMillis,

        @Schema(description = "What the telephone reports of our sound (RTCP); null where it reports nothing")
        Heard heard) {

    /** What the telephone reports of our sound. */
    @Schema(name = "CallHeard")
    public record Heard(
            @Schema(description = "Of one interval between reports, 0 to 100")
            double worstLossPercent,

            @Schema(description = "Of all that was sent up to the last report, 0 to 100")
            double averageLossPercent,

            @Schema(description = "The greatest reported") int jitterMillis,

            @Schema(description = "The longest; null where it cannot be told")
            Integer roundTripMillis) {}

    static CallView of(CallDetail call) {
        LegReport sound = call.sound();
        LegReport.Heard heard = sound.heard();
        boolean known = call.hasEnded();
        return new CallView(
                call.callId(),
                call.deliveryId(),
                call.alertId(),
                call.attempt(),
                call.possibleDuplicate(),
                call.trunk(),
                call.proxy(),
                call.setUpAt(),
                call.ringingAt(),
                call.answeredAt(),
                call.endedAt(),
                call.keys(),
                call.outcome(),
                call.reason(),
                call.end(),
                call.sipStatus(),
                call.q850(),
                call.sipCallId(),
                known ? sound.sent() : null,
                known ? sound.received() : null,
                known ? sound.early() : null,
                known ? sound.lost() : null,
                sound.jitterMillis(),
                heard == null
                        ? null
                        : new Heard(
                                tenths(heard.worstLossPercent()),
                                tenths(heard.averageLossPercent()),
                                heard.jitterMillis(),
                                heard.roundTripMillis()));
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
