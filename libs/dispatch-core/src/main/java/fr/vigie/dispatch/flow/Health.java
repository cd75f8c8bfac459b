package fr.vigie.dispatch.flow;

import java.time.Duration;

/**
 * How well a carrier does, by measurement: a moving share of its own failures, and the time it takes to answer against
 * a ceiling and against what it took in the long run. Not thread-safe: guarded by {@link Desk}.
 */
final class Health {
    /** Below this it gets probes only. */
    static final double SICK = 0.2;

    private static final double LEAST = 0.01;
    private static final double USUAL_FAILURES = 0.05;
    private static final double HOPELESS_FAILURES = 0.5;
    private static final double RECENT = 0.04;
    /** While it is sick, little is known of it: each probe counts for more. */
    private static final double PROBE = 0.2;

    private static final double LONG_TERM = 0.001;
    private static final int LEARNT = 200;
    /** So many times slower than usual is slow; a short time never is. */
    private static final double SLOWER = 5;

    private static final double NEVER_SLOW_NANOS = 200e6;

    private final double ceilingNanos;
    private final boolean timed;
    private double failures;
    private double recentNanos;
    private double usualNanos;
    private long answers;

    /** @param timed false where the time of a hand-over says nothing about the carrier, as that of a call */
    Health(Duration ceiling, boolean timed) {
        this.ceilingNanos = ceiling.toNanos();
        this.timed = timed;
    }

    void answered(boolean failed, long nanos) {
        double weight = value() < SICK ? PROBE : RECENT;
        failures += weight * ((failed ? 1 : 0) - failures);
        answers++;
        recentNanos = answers == 1 ? nanos : recentNanos + weight * (nanos - recentNanos);
        if (!failed) {
            double lasting = Math.max(LONG_TERM, 1.0 / answers);
            // What is slow becomes usual too, but not soon.
            usualNanos += (ofTime() < 1 ? lasting / 10 : lasting) * (nanos - usualNanos);
        }
    }

    /** Its factor in the choice of a carrier: 1 where nothing is wrong, down to a hundredth. */
    double value() {
        double ofFailures = 1 - (failures - USUAL_FAILURES) / (HOPELESS_FAILURES - USUAL_FAILURES);
        return Math.max(LEAST, Math.min(1, ofFailures) * ofTime());
    }

    boolean sick() {
        return value() < SICK;
    }

    private double ofTime() {
        if (!timed) {
            return 1;
        }
        double slow = answers < LEARNT ? ceilingNanos : Math.max(NEVER_SLOW_NANOS, SLOWER * usualNanos);
        double bound = Math.min(ceilingNanos, slow);
        if (recentNanos <= bound) {
            return 1;
        }
        double times = bound / recentNanos;
        return times * times * times; // half as much again costs two thirds of its share
    }
}
