package fr.vigie.bus;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of events: UUIDs of version 8 (RFC 9562 section 5.8), counted up from where 121 random bits of this process
 * begin. Asking for random bits anew for each of some thousand events a second would cost more than writing them.
 */
final class EventIds {
    private static final long HIGH;
    private static final AtomicLong LOW;

    static {
        SecureRandom random = new SecureRandom();
        HIGH = (random.nextLong() & ~0xF000L) | 0x8000L;
        LOW = new AtomicLong(random.nextLong());
    }

    private EventIds() {}

    static String next() {
        long low = (LOW.incrementAndGet() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(HIGH, low).toString();
    }
}
