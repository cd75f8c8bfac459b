package fr.vigie.registry.resolution;

import fr.vigie.bus.EventPublisher;
import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.outbox.Outbox;
import fr.vigie.phone.Line;
import fr.vigie.registry.recipient.Recipient;
import fr.vigie.registry.recipient.Recipients;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Publishes the deliveries of stored chunks. Everything here may be repeated. Blocks. */
@ApplicationScoped
class ChunkPublisher {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AlertStore alerts;
    private final ChunkStore chunks;
    private final Recipients recipients;
    private final EventPublisher publisher;
    private final Outbox outbox;
    private final ResolutionMeters meters;
    private final Clock clock;

    ChunkPublisher(
            AlertStore alerts,
            ChunkStore chunks,
            Recipients recipients,
            EventPublisher publisher,
            Outbox outbox,
            ResolutionMeters meters,
            Clock clock) {
        this.alerts = alerts;
        this.chunks = chunks;
        this.recipients = recipients;
        this.publisher = publisher;
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    /** Publishes a chunk that was stored before, reading its merchants anew. */
    void publish(AlertAccepted alert, Chunk chunk) {
        publish(alert, chunk, load(chunk));
    }

    /**
     * Publishes a stored chunk and then marks it; or, where the alert has ended, nothing.
     *
     * @throws RuntimeException where broker or database fail; the chunk then stays as it is
     */
    void publish(AlertAccepted alert, Chunk chunk, Map<UUID, Recipient> merchants) {
        if (ended(alert)) {
            return; // whoever closes the alert drops it
        }
        Rendered rendered = render(alert, chunk, merchants, new BitSet());
        publisher.publish(rendered.deliveries());
        chunks.published(chunk, rendered.withdrawn()).await().atMost(LIMIT);
        meters.published(chunk);
    }

    /** All that publishing takes, but for the broker, for a chunk that is not there. */
    void rehearse(AlertAccepted alert, Chunk chunk) {
        Map<UUID, Recipient> merchants = new HashMap<>();
        for (Chunk.Place place : chunk.places()) {
            Recipient.EncryptedNumber number = new Recipient.EncryptedNumber("rehearsal", Line.MOBILE);
            merchants.put(
                    place.recipientId(), new Recipient(place.recipientId(), true, null, false, false, List.of(number)));
        }
        var unused = render(alert, chunk, merchants, new BitSet());
        chunks.published(chunk, List.of()).await().atMost(LIMIT);
    }

    /** Publishes again what no dispatcher has spoken of. */
    void publishUnseen(ChunkStore.Silent silent) {
        if (ended(silent.alert())) {
            return;
        }
        Rendered rendered = render(silent.alert(), silent.chunk(), load(silent.chunk()), silent.seen());
        publisher.publish(rendered.deliveries());
        if (!rendered.withdrawn().isEmpty()) {
            outbox.transaction(connection -> outbox.append(connection, rendered.withdrawn()))
                    .await()
                    .atMost(LIMIT);
        }
        meters.republished(rendered.deliveries().size());
    }

    private boolean ended(AlertAccepted alert) {
        return alerts.ended(alert.alertId()).await().atMost(LIMIT);
    }

    private Map<UUID, Recipient> load(Chunk chunk) {
        return recipients.load(List.of(chunk.recipientIds())).await().atMost(LIMIT);
    }

    private record Rendered(List<OutgoingEvent> deliveries, List<OutgoingEvent> withdrawn) {}

    private Rendered render(AlertAccepted alert, Chunk chunk, Map<UUID, Recipient> merchants, BitSet leaveOut) {
        DeliveryWriter writer = new DeliveryWriter(alert);
        List<OutgoingEvent> deliveries = new ArrayList<>(chunk.places().size());
        List<OutgoingEvent> withdrawn = new ArrayList<>();
        for (int position = 0; position < chunk.places().size(); position++) {
            if (leaveOut.get(position)) {
                continue;
            }
            Chunk.Place place = chunk.places().get(position);
            Recipient recipient = merchants.get(place.recipientId());
            if (DeliveryWriter.servable(place, recipient)) {
                deliveries.add(writer.requested(chunk, position, recipient));
            } else {
                withdrawn.add(writer.withdrawn(chunk, position, clock.instant()));
            }
        }
        return new Rendered(deliveries, withdrawn);
    }
}
