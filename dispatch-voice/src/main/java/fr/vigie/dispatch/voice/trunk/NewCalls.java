package fr.vigie.dispatch.voice.trunk;

import java.time.Duration;

/**
 * Keeps the INVITEs that reach a trunk within its rate in any second, not only on average: what fell due while this
 * process stood still would otherwise go out at once when it goes on, and the trunk would refuse a part of it. The rate
 * itself is shared among all copies before; this is the last step of one.
 */
final class NewCalls {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** No trunk takes more; above it there is no bound. */
    private static final int MOST = 10_000;

    /** When the last calls were begun, by {@link System#nanoTime}; as many as a second may hold. */
    private final long[] begun;

    private int oldest;
    private int known;

    /** @param perSecond 0 for no bound */
    NewCalls(int perSecond) {
        begun = new long[perSecond > MOST ? 0 : perSecond];
    }

    /**
     * Begins a call now, or says when to ask again.
     *
     * @param now of {@link System#nanoTime}
     * @return nanoseconds; 0 where the call begins now
     */
    synchronized long begin(long now) {
        if (begun.length == 0) {
            return 0;
        }
        if (known == begun.length) {
            long wait = begun[oldest] + SECOND - now;
            if (wait > 0) {
                return wait;
            }
        } else {
            known++;
        }
        begun[oldest] = now;
        oldest = (oldest + 1) % begun.length;
        return 0;
    }
}
