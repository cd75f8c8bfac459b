package fr.vigie.events;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A delivery changed its state.
 *
 * @param deliveryId the delivery
 * @param alertId its alert
 * @param recipientId its merchant
 * @param channel its channel
 * @param urgency its lane
 * @param state the new state
 * @param attempt number of the attempt, from 1; 0 before the first
 * @param reason why it did not succeed; null where nothing failed
 * @param at when the change was recorded, by the dispatcher's database
 * @param handedOverAt when the operator took it, or the call was answered; null before
 * @param carrier which operator; null before the first hand-over
 * @param carrierMessageId the operator's name for it; null where there is none
 * @param possibleDuplicate whether the merchant may have received it more than once
 * @param chunk as in {@link DeliveryRequested}
 * @param position as in {@link DeliveryRequested}
 * @param fallback the delivery that was published because this one failed; null for none
 * @param fallbackOf the delivery that failed and led to this one; null for a first choice
 * @param dueAt when it is tried next, at the earliest; null where it waits for no time
 */
public record DeliveryEvent(
        UUID deliveryId,
        UUID alertId,
        UUID recipientId,
        Channel channel,
        Urgency urgency,
        DeliveryState state,
        int attempt,
        FailureReason reason,
        Instant at,
        Instant handedOverAt,
        String carrier,
        String carrierMessageId,
        boolean possibleDuplicate,
        int chunk,
        int position,
        UUID fallback,
        UUID fallbackOf,
        Instant dueAt) {

    public DeliveryEvent {
        Objects.requireNonNull(deliveryId, "deliveryId");
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(recipientId, "recipientId");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(urgency, "urgency");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
    }

    /** Of a delivery that waits for no time. */
    public DeliveryEvent(
            UUID deliveryId,
            UUID alertId,
            UUID recipientId,
            Channel channel,
            Urgency urgency,
            DeliveryState state,
            int attempt,
            FailureReason reason,
            Instant at,
            Instant handedOverAt,
            String carrier,
            String carrierMessageId,
            boolean possibleDuplicate,
            int chunk,
            int position,
            UUID fallback,
            UUID fallbackOf) {
        this(
                deliveryId,
                alertId,
                recipientId,
                channel,
                urgency,
                state,
                attempt,
                reason,
                at,
                handedOverAt,
                carrier,
                carrierMessageId,
                possibleDuplicate,
                chunk,
                position,
                fallback,
                fallbackOf,
                null);
    }
}
