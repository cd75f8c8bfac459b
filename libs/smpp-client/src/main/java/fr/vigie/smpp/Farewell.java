package fr.vigie.smpp;

import java.time.Duration;

/** An orderly end: wait for what is under way, say unbind, wait for the answer; all of it bounded. */
final class Farewell {
    private final long limitNanos;
    private final long by;
    private boolean said;

    Farewell(long now, Duration limit) {
        this.limitNanos = limit.toNanos();
        this.by = now + limitNanos;
    }

    /**
     * Whether it is time to say unbind: once.
     *
     * @param quiet whether nothing is under way any more; else it is said with a quarter of the time left
     */
    boolean due(long now, boolean quiet) {
        boolean due = !said && (quiet || by - now <= limitNanos / 4);
        said = said || due;
        return due;
    }

    boolean said() {
        return said;
    }

    boolean over(long now) {
        return now - by >= 0;
    }
}
