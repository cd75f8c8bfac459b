package fr.vigie.dispatch.flow;

/** How many a second, over the last quarter of a second or so. Not thread-safe. */
final class Flow {
    private static final long SPAN = 250_000_000;
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

    private void turn(long now) {
        long passed = now - begun;
        if (passed >= SPAN) {
            last = count * NANOS / passed;
            count = 0;
            begun = now;
        }
    }
}
