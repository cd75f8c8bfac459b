package fr.vigie.events;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Progress of working out who is to be warned: one per chunk, then one with {@code last} set and the totals of the
 * whole alert. The totals may arrive before some chunks; chunk numbers start at 0.
 *
 * @param alertId the alert
 * @param chunk number of the chunk; the last event carries the number of chunks
 * @param sms deliveries by SMS in this chunk, or in all where {@code last}
 * @param voice deliveries by telephone in this chunk, or in all where {@code last}
 * @param last whether this carries the totals
 * @param leftOut merchants that matched and are not warned; null in all but the totals
 * @param at when it was worked out
 */
public record RecipientsResolved(
        UUID alertId, int chunk, int sms, int voice, boolean last, LeftOut leftOut, Instant at) {

    public RecipientsResolved {
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(at, "at");
    }

    /** Deliveries of both channels. */
    public int deliveries() {
        return sms + voice;
    }

    /**
     * Merchants in the area and of the trade that get nothing, by cause.
     *
     * @param outsideTerritory beyond the sender's territory
     * @param noUsableNumber without a number for a permitted channel
     * @param positionTooVague known only by the commune's centre where a small perimeter asks for more
     * @param tooLate to be warned, but the alert expired before their deliveries were published; null where
     *     there are none, and in events of before there was this field
     */
    public record LeftOut(int outsideTerritory, int noUsableNumber, int positionTooVague, Integer tooLate) {
        /** Nobody was left out. */
        public static final LeftOut NONE = new LeftOut(0, 0, 0, null);
    }
}
