package fr.vigie.dispatch.flow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds what is said about something that happens again and again. Thread-safe. */
final class OnceAMinute {
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong last = new AtomicLong(System.nanoTime() - EVERY_NANOS);

    /** Whether it is worth a line now. */
    boolean due() {
        long now = System.nanoTime();
        long before = last.get();
        return now - before >= EVERY_NANOS && last.compareAndSet(before, now);
    }
}
