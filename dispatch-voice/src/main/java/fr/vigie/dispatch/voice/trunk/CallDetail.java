package fr.vigie.dispatch.voice.trunk;

import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.UUID;

/**
 * The record of one try, without the number.
 *
 * @param deliveryId the delivery
 * @param attempt number of the try, from 1
 * @param trunk name of the trunk
 * @param setUpAt when the INVITE was sent
 * @param ringingAt when the telephone rang; null where the trunk never said so
 * @param answeredAt when it was picked up; null where it was not
 * @param endedAt when it was over
 * @param keys the keys that were pressed, in their order; a question mark for one that the menu does not offer
 * @param outcome a delivery state, {@code NOT_TRIED} or {@code UNKNOWN}
 * @param reason why it failed; null where it did not
 * @param end how the signalling ended: REFUSED, CANCELLED, CANCEL_UNCONFIRMED, SILENT, NOT_SENT, CONNECTION_LOST,
 *     NOT_AUTHORIZED,
 *     NO_COMMON_SOUND, HUNG_UP_THERE or HUNG_UP_HERE
 * @param sipStatus status of the refusal; null where there was none
 * @param q850 cause in a Reason header of the refusal or the BYE; null where there was none
 * @param packetsSent RTP packets to the telephone
 * @param packetsReceived RTP packets from it
 */
public record CallDetail(
        UUID deliveryId,
        int attempt,
        String trunk,
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
        long packetsSent,
        long packetsReceived) {}
