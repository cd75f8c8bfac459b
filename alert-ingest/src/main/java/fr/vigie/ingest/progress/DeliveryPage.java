package fr.vigie.ingest.progress;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Deliveries of an alert, in the order of their ids.
 *
 * @param items at most as many as were asked for
 * @param next cursor of the next page; null on the last one
 */
@Schema(name = "DeliveryPage")
public record DeliveryPage(List<Item> items, String next) {

    public DeliveryPage {
        items = List.copyOf(items);
    }

    /**
     * One delivery, as far as events have told.
     *
     * @param deliveryId the delivery
     * @param recipientId its merchant
     * @param channel its channel
     * @param state its state
     * @param attempt number of the attempt, from 1; 0 before the first
     * @param reason why it did not succeed, or may not be tried at this hour; null where nothing failed
     * @param at when it came into this state
     * @param handedOverAt when an operator took it last; null before
     * @param carrier which operator
     * @param possibleDuplicate whether the merchant may have received it more than once
     * @param fallback the delivery opened on another channel because this one failed
     * @param fallbackOf the failed delivery that this one stands for
     * @param dueAt when it is tried next, at the earliest; null where it waits for no time
     */
    @Schema(name = "Delivery")
    public record Item(
            UUID deliveryId,
            UUID recipientId,
            Channel channel,
            DeliveryState state,
            int attempt,
            FailureReason reason,
            Instant at,
            Instant handedOverAt,
            String carrier,
            boolean possibleDuplicate,
            UUID fallback,
            UUID fallbackOf,

            @Schema(description = "When it is tried next, at the earliest; reason says why it waits")
            Instant dueAt) {

        static Item of(Row row) {
            String reason = row.getString("reason");
            return new Item(
                    row.getUUID("id"),
                    row.getUUID("recipient_id"),
                    Channel.valueOf(row.getString("channel")),
                    DeliveryState.valueOf(row.getString("state")),
                    row.getInteger("attempt"),
                    reason == null ? null : FailureReason.valueOf(reason),
                    ProgressRows.instant(row, "at"),
                    ProgressRows.instant(row, "last_handed_over_at"),
                    row.getString("carrier"),
                    row.getBoolean("possible_duplicate"),
                    row.getUUID("fallback"),
                    row.getUUID("fallback_of"),
                    ProgressRows.instant(row, "due_at"));
        }
    }
}
