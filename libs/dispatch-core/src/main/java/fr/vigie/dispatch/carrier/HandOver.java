package fr.vigie.dispatch.carrier;

import fr.vigie.events.AlertStatus;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.util.UUID;

/**
 * One attempt of one delivery, with the number in clear: lives in memory only, from the decryption to the wire.
 *
 * @param deliveryId the delivery
 * @param attempt number of the attempt, from 1
 * @param alertId its alert
 * @param reference what officers call the alert
 * @param urgency its lane
 * @param status meant or practised
 * @param authority the voice of the message
 * @param number E.164 with a leading plus
 * @param text the words
 * @param expires nothing is sent after this
 * @param possibleDuplicate whether an earlier attempt may have arrived
 */
public record HandOver(
        UUID deliveryId,
        int attempt,
        UUID alertId,
        String reference,
        Urgency urgency,
        AlertStatus status,
        String authority,
        String number,
        String text,
        Instant expires,
        boolean possibleDuplicate) {

    /** Number and text are left out: this may stand in a log. */
    @Override
    public String toString() {
        return "HandOver[deliveryId=" + deliveryId + ", attempt=" + attempt + ", urgency=" + urgency + "]";
    }
}
