package fr.vigie.simulators.smsc;

/** So many a second, evenly spread, with a tenth of a second's worth saved up at most. */
final class RateLimit {

    private long nextNanos = System.nanoTime();

    /** Whether one more may pass now; perSecond 0 lets everything pass. */
    synchronized boolean allows(int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        long now = System.nanoTime();
        long step = 1_000_000_000L / perSecond;
        long saved = Math.max(step, 100_000_000L);
        nextNanos = Math.max(nextNanos, now - saved);
        if (nextNanos - now > 0) {
            return false;
        }
        nextNanos += step;
        return true;
    }
}
