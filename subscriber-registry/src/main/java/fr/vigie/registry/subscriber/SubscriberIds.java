package fr.vigie.registry.subscriber;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * New merchants' ids: UUID version 7 (RFC 9562 section 5.7). They grow with time, so that merchants enrolled together
 * lie together, and a chunk of neighbours is read from few pages.
 */
public final class SubscriberIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SubscriberIds() {}

    /** A new id. */
    public static UUID next(long epochMillis) {
        long high = (epochMillis << 16) | 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
        long low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
