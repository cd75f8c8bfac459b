package fr.vigie.dispatch.delivery;

import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.QuietHours;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.util.UUID;

/**
 * One row.
 *
 * @param deliveryId {@link DeliveryRequested#idOf}
 * @param contentId what it says
 * @param fallbackOf the delivery that failed and led to this one; null for a first choice
 * @param attempt number of the attempt that is under way, or of the next one where it is QUEUED again; 0 before the
 *     first
 * @param tries how many attempts counted as tries
 * @param numberIndex which number is being tried, from 0
 * @param waitsFor null where the state is final
 * @param carrierMessageId the operator's name for the attempt under way; null where we have not heard it
 * @param numbers encrypted, best first, separated by a space; empty where the state is final
 * @param fallbackNumbers encrypted, for the other channel; null where there is no fallback
 * @param quietHours when the merchant never wants to be called; null where nothing was said
 */
public record Delivery(
        UUID deliveryId,
        UUID alertId,
        UUID recipientId,
        UUID contentId,
        UUID fallbackOf,
        Urgency lane,
        DeliveryState state,
        int attempt,
        int tries,
        int numberIndex,
        int chunk,
        int position,
        boolean possibleDuplicate,
        Instant expires,
        Waiting waitsFor,
        Instant handedOverAt,
        FailureReason reason,
        String carrier,
        String carrierMessageId,
        String numbers,
        String fallbackNumbers,
        QuietHours quietHours) {

    private static final String SEPARATOR = " ";

    /** A delivery as it was asked for, not yet stored. */
    public static Delivery of(
            DeliveryRequested asked,
            UUID contentId,
            DeliveryState state,
            int attempt,
            FailureReason reason,
            Waiting waitsFor) {
        return new Delivery(
                asked.deliveryId(),
                asked.alertId(),
                asked.recipientId(),
                contentId,
                asked.fallbackOf(),
                asked.urgency(),
                state,
                attempt,
                0,
                0,
                asked.chunk(),
                asked.position(),
                false,
                asked.expires(),
                waitsFor,
                null,
                reason,
                null,
                null,
                state.isFinal() ? "" : String.join(SEPARATOR, asked.numbers()),
                asked.fallback() == null || state.isFinal()
                        ? null
                        : String.join(SEPARATOR, asked.fallback().numbers()),
                asked.quietHours());
    }

    /** How many numbers it has on this channel. */
    public int numberCount() {
        return numbers.isEmpty() ? 0 : numbers.split(SEPARATOR).length;
    }

    /** The encrypted number that is to be tried. */
    public String number() {
        return numbers.split(SEPARATOR)[numberIndex];
    }

    /** The encrypted numbers of the other channel. */
    public java.util.List<String> fallbackNumberList() {
        return fallbackNumbers == null ? java.util.List.of() : java.util.List.of(fallbackNumbers.split(SEPARATOR));
    }

    /** Numbers are left out: this may stand in a log. */
    @Override
    public String toString() {
        return "Delivery[" + deliveryId + ", " + state + ", attempt=" + attempt + "]";
    }
}
