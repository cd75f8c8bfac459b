package fr.vigie.dispatch.flow;

/** How many a second, over the last quarter of a second or so. Not thread-safe. */
final class Flow {
    private static final long SPAN = 250_000_000;
    /** Over less than this a rate is an accident. */
    private static final long SHORTEST = 25_000_000;

    private static final double NANOS = 1e9;

    private long begun;
    private int count;
    private double last;

    Flow(long now) {
        this.begun = now;
    }

    void add(long now) {
        turn(now);
        count++;
    }

    double perSecond(long now) {
        turn(now);
        return last;
    }

    /** The same, but sees a beginning at once: what comes now counts as soon as a few have come. */
    double seenPerSecond(long now) {
        turn(now);
        return Math.max(last, count * NANOS / Math.max(now - begun, SHORTEST));
    }

    private void turn(long now) {
        long passed = now - begun;
        if (passed >= SPAN) {
            last = count * NANOS / passed;
            count = 0;
            begun = now;
        }
    }
}
