package fr.vigie.dispatch.api;

import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A delivery as it stands. Numbers are left out.
 *
 * @param attempt number of the attempt under way, or of the next one where it is queued again; 0 before the first
 * @param attemptsCounted how many attempts counted as tries
 * @param reason why it has not, or not yet, succeeded, or may not be tried at this hour (CONTACT_HOURS, QUIET_HOURS);
 *     null where nothing failed
 * @param possibleDuplicate whether the merchant may have received it more than once
 * @param carrierMessageId the operator's name for it
 * @param handedOverAt when the operator took it
 * @param dueAt when it is tried next, at the earliest; null where it waits for no attempt
 * @param fallbackOf the delivery on the other channel that failed and led to this one
 */
@Schema(name = "Delivery", example = """
                {"deliveryId":"5f0b0d3e-6c1a-5a8b-9a57-0d2c1f6e7a11","alertId":"0b6f1c9e-7d0e-4c58-8a2b-2f6f7a1f9a10",
                 "recipientId":"6a1f9a10-7d0e-4c58-8a2b-2f6f0b6f1c9e","channel":"SMS","urgency":"URGENT",
                 "state":"DELIVERED","attempt":1,"attemptsCounted":0,"possibleDuplicate":false,"carrier":"sim",
                 "carrierMessageId":"4711","handedOverAt":"2026-11-21T18:55:01.204Z","expires":"2026-11-21T20:55:00Z"}
                """)
public record DeliveryView(
        UUID deliveryId,
        UUID alertId,
        UUID recipientId,
        Channel channel,
        Urgency urgency,
        DeliveryState state,
        int attempt,
        int attemptsCounted,
        FailureReason reason,
        boolean possibleDuplicate,
        String carrier,
        String carrierMessageId,
        Instant handedOverAt,
        Instant expires,
        Instant dueAt,
        UUID fallbackOf) {

    static DeliveryView of(Delivery row, Instant dueAt, Channel channel) {
        return new DeliveryView(
                row.deliveryId(),
                row.alertId(),
                row.recipientId(),
                channel,
                row.lane(),
                row.state(),
                row.attempt(),
                row.tries(),
                row.reason(),
                row.possibleDuplicate(),
                row.carrier(),
                row.carrierMessageId(),
                row.handedOverAt(),
                row.expires(),
                dueAt,
                row.fallbackOf());
    }
}
