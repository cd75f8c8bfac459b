package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.UUID;

/**
 * The record of one try, without the number.
 *
 * @param callId of this record
 * @param deliveryId the delivery
 * @param alertId its alert
 * @param attempt number of the try, from 1
 * @param possibleDuplicate whether an earlier try may have reached the merchant
 * @param trunk name of the trunk
 * @param proxy which of the trunk's hosts took it; null where it is not known, and until the end
 * @param setUpAt when the INVITE was sent, or would have been
 * @param ringingAt when the telephone rang; null where the trunk never said so
 * @param answeredAt when it was picked up; null where it was not
 * @param endedAt when it was over; null while it is not, and where nobody knows
 * @param keys the keys that were pressed, in their order; a question mark for one that the menu does not offer; null
 *     without an end
 * @param outcome a delivery state, {@code NOT_TRIED} or {@code UNKNOWN}; null while it is under way
 * @param reason why it failed; null where it did not
 * @param end how the signalling ended: REFUSED, CANCELLED, CANCEL_UNCONFIRMED, SILENT, NOT_SENT, CONNECTION_LOST,
 *     NOT_AUTHORIZED, NO_COMMON_SOUND, HUNG_UP_THERE, HUNG_UP_HERE, or {@link #NOT_PLACED}; without an end
 *     {@link #UNDER_WAY} or {@link #LOST}
 * @param sipStatus status of the refusal; null where there was none
 * @param q850 cause in a Reason header of the refusal or the BYE; null where there was none
 * @param sipCallId Call-ID of its last INVITE, by which the trunk's operator finds it; null where none was sent
 * @param sound what the sound came to; nothing without an end
 */
public record CallDetail(
        UUID callId,
        UUID deliveryId,
        UUID alertId,
        int attempt,
        boolean possibleDuplicate,
        String trunk,
        String proxy,
        Instant setUpAt,
        Instant ringingAt,
        Instant answeredAt,
        Instant endedAt,
        String keys,
        String outcome,
        FailureReason reason,
        String end,
        Integer sipStatus,
        Integer q850,
        String sipCallId,
        LegReport sound) {
    /** No INVITE was even made: no sound of the text, no port. */
    public static final String NOT_PLACED = "NOT_PLACED";

    /** It is being placed, rings or is up. */
    public static final String UNDER_WAY = "UNDER_WAY";

    /** It is over, and nobody wrote its end: most likely its process was killed. */
    public static final String LOST = "LOST";

    /** Whether its end is known. */
    public boolean hasEnded() {
        return endedAt != null;
    }

    /** A try whose INVITE goes out. */
    static CallDetail begun(UUID callId, HandOver handOver, String trunk, Instant at) {
        return new CallDetail(
                callId,
                handOver.deliveryId(),
                handOver.alertId(),
                handOver.attempt(),
                handOver.possibleDuplicate(),
                trunk,
                null,
                at,
                null,
                null,
                null,
                null,
                null,
                null,
                UNDER_WAY,
                null,
                null,
                null,
                LegReport.NOTHING);
    }

    /** A try that never got out. */
    static CallDetail notPlaced(HandOver handOver, String trunk, Instant at, HandOverOutcome result) {
        return new CallDetail(
                UUID.randomUUID(),
                handOver.deliveryId(),
                handOver.alertId(),
                handOver.attempt(),
                handOver.possibleDuplicate(),
                trunk,
                null,
                at,
                null,
                null,
                at,
                "",
                CallMeters.outcome(result),
                CallMeters.reason(result),
                NOT_PLACED,
                null,
                null,
                null,
                LegReport.NOTHING);
    }
}
