package fr.vigie.ingest.alert;

import fr.vigie.events.Channel;
import fr.vigie.ingest.progress.ProgressRows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to a cancel. What was handed over stays with its merchants and keeps its own states.
 *
 * @param id the alert
 * @param reference what officers and merchants call it
 * @param status CANCELLED
 * @param cancelledAt when it was cancelled first
 * @param handedOver deliveries that an operator already had, by channel, as far as is known by now
 */
@Schema(name = "Cancelled")
public record Cancelled(
        UUID id, String reference, String status, Instant cancelledAt, Map<Channel, Integer> handedOver) {
    static Cancelled of(UUID id, String reference, Instant at, Row progress) {
        return new Cancelled(id, reference, "CANCELLED", at, ProgressRows.handedOver(progress));
    }
}
