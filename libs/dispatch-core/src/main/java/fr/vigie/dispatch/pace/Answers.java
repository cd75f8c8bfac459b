package fr.vigie.dispatch.pace;

/** What was accepted and refused within the last second, in tenths of it. Not thread-safe. */
final class Answers {
    private static final int TENTHS = 10;
    private static final long TENTH = 100_000_000;
    private static final long LEAST_SPAN = 100_000_000;
    private static final double NANOS = 1e9;

    private final long[] tenths = new long[TENTHS];
    private final long[] acceptedUnits = new long[TENTHS];
    private final int[] accepted = new int[TENTHS];
    private final int[] refused = new int[TENTHS];
    private boolean any;
    private long first;

    void add(int units, boolean wasRefused, long now) {
        if (!any) {
            any = true;
            first = now;
        }
        long tenth = Math.floorDiv(now, TENTH);
        int slot = Math.floorMod(tenth, TENTHS);
        if (tenths[slot] != tenth) {
            tenths[slot] = tenth;
            acceptedUnits[slot] = 0;
            accepted[slot] = 0;
            refused[slot] = 0;
        }
        if (wasRefused) {
            refused[slot]++;
        } else {
            accepted[slot]++;
            acceptedUnits[slot] += units;
        }
    }

    void clear() {
        any = false;
        java.util.Arrays.fill(accepted, 0);
        java.util.Arrays.fill(refused, 0);
        java.util.Arrays.fill(acceptedUnits, 0);
    }

    Sum sum(long now) {
        long units = 0;
        int taken = 0;
        int notTaken = 0;
        long oldest = Math.floorDiv(now, TENTH) - TENTHS + 1;
        for (int slot = 0; slot < TENTHS; slot++) {
            if (tenths[slot] - oldest >= 0) {
                units += acceptedUnits[slot];
                taken += accepted[slot];
                notTaken += refused[slot];
            }
        }
        long since = oldest * TENTH;
        long span = any ? now - Math.max(first, since) : 0;
        return new Sum(units, taken, notTaken, span);
    }

    /**
     * The last second.
     *
     * @param span nanoseconds that were looked at; less than a second where there was nothing before
     */
    record Sum(long units, int accepted, int refused, long span) {
        int count() {
            return accepted + refused;
        }

        double share() {
            return count() == 0 ? 0 : refused / (double) count();
        }

        double acceptedPerSecond() {
            return units * NANOS / Math.max(LEAST_SPAN, span);
        }
    }
}
