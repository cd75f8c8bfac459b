package fr.vigie.registry.resolution;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.Received;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.outbox.DataRefusal;
import fr.vigie.registry.resolution.ChunkStore.ChunkKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ticks off the deliveries that a dispatcher has spoken of, whatever it said; one update per chunk and batch. */
@ApplicationScoped
class Confirmations implements BatchHandler<DeliveryEvent> {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ChunkStore chunks;

    Confirmations(ChunkStore chunks) {
        this.chunks = chunks;
    }

    @Override
    public void handle(List<Received<DeliveryEvent>> batch) {
        Map<ChunkKey, BitSet> seen = new HashMap<>();
        for (Received<DeliveryEvent> received : batch) {
            DeliveryEvent event = received.event();
            // A fallback is the dispatchers' own; only first choices were published here.
            if (event.fallbackOf() == null
                    && event.alertId() != null
                    && event.position() >= 0
                    && event.position() < Chunk.LARGEST) {
                seen.computeIfAbsent(new ChunkKey(event.alertId(), event.chunk()), key -> new BitSet(Chunk.LARGEST))
                        .set(event.position());
            }
        }
        if (!seen.isEmpty()) {
            chunks.seen(seen).await().atMost(LIMIT);
        }
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return DataRefusal.is(failure);
    }
}
