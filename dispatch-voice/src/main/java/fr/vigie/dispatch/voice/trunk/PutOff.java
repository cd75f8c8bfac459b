package fr.vigie.dispatch.voice.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Since when a proxy puts off each delivery, and how often it did. "Try later" costs no try; but gateways say it of one
 * number too, for ever. Not thread-safe.
 */
final class PutOff {
    /** An operator's short lack of lines is over by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int SEVERAL = 3;
    /** More than any trunk has lines; the oldest are forgotten, and so get more patience. */
    private static final int MOST = 10_000;

    private final Map<UUID, Since> all = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Since> eldest) {
            return size() > MOST;
        }
    };

    private record Since(Instant first, int times) {}

    /** Returns whether it was put off before. */
    boolean refused(UUID deliveryId, Instant now) {
        return all.merge(deliveryId, new Since(now, 1), (old, one) -> new Since(old.first(), old.times() + 1))
                        .times()
                > 1;
    }

    /** A call for it ended in another way. */
    void ended(UUID deliveryId) {
        all.remove(deliveryId);
    }

    /** Whether it was put off so often and for so long that it counts as a try; then its next try begins anew. */
    boolean tooLong(UUID deliveryId, Instant now) {
        Since since = all.get(deliveryId);
        boolean tooLong = since != null
                && since.times() >= SEVERAL
                && Duration.between(since.first(), now).compareTo(PATIENCE) >= 0;
        if (tooLong) {
            all.remove(deliveryId);
        }
        return tooLong;
    }
}
