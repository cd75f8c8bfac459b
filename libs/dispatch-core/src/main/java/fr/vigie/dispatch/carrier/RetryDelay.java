package fr.vigie.dispatch.carrier;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled each time, from the first to the longest, and spread by a tenth to
 * either side, so that what failed together does not come back together. Equal bounds make a constant delay.
 *
 * @param first before the second attempt; positive
 * @param longest the most that is waited; at least {@code first}
 */
public record RetryDelay(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 20;
    private static final double SPREAD = 0.1;

    public RetryDelay {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a retry delay must be positive and not longer than the longest");
        }
    }

    /** Always about the same delay. */
    public static RetryDelay constant(Duration delay) {
        return new RetryDelay(delay, delay);
    }

    /** @param failures how many attempts have failed, from 1 */
    public Duration after(int failures, RandomGenerator random) {
        int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
        double millis = Math.min(longest.toMillis(), first.toMillis() * (double) (1L << doublings));
        return Duration.ofMillis(Math.max(1, Math.round(millis * (1 + SPREAD * (2 * random.nextDouble() - 1)))));
    }
}
