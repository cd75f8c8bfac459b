package fr.vigie.simulators.telephony;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts of durations in steps of a tenth of a millisecond, up to four seconds. Not thread-safe. */
final class Histogram {
    static final int STEP_MICROS = 100;
    private static final int STEPS = 40_000;

    private final long[] counts = new long[STEPS + 1];
    private long count;
    private long max;

    /** @param micros negative ones count as 0 */
    void add(long micros) {
        counts[(int) Math.min(STEPS, Math.max(0, micros) / STEP_MICROS)]++;
        count++;
        max = Math.max(max, micros);
    }

    long count() {
        return count;
    }

    /** The longest, in milliseconds. */
    double max() {
        return max / 1_000.0;
    }

    /** The milliseconds within which this share of all is, rounded up to the step; 0 where there are none. */
    double within(double share) {
        long wanted = (long) Math.ceil(share * count);
        long seen = 0;
        for (int i = 0; i < STEPS && count > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(max(), (i + 1) * STEP_MICROS / 1_000.0);
            }
        }
        return max();
    }

    /** How many took longer, to the step. */
    long above(int millis) {
        long above = 0;
        for (int i = millis * 1_000 / STEP_MICROS; i <= STEPS; i++) {
            above += counts[i];
        }
        return above;
    }

    /** In milliseconds: p50, p99, p999 and max. */
    Map<String, Double> summary() {
        Map<String, Double> summary = new LinkedHashMap<>();
        summary.put("p50", within(0.5));
        summary.put("p99", within(0.99));
        summary.put("p999", within(0.999));
        summary.put("max", max());
        return summary;
    }
}
