package fr.vigie.standalone.bench.soak;

import java.time.Duration;

/**
 * What is asked of the system all the time.
 *
 * @param texts a second; 0 for none
 * @param calls a second; 0 for none
 * @param time for how long, the warm-up included
 */
public record Load(int texts, int calls, Duration time) {
    /** Merchants of the largest alert. */
    static final int LARGEST_ALERT = 2_000;

    static final int SMALLEST_ALERT = 1_000;
    /** Between two alerts by telephone. */
    static final Duration BETWEEN_CALLS = Duration.ofSeconds(10);

    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

    /** The part at the beginning that is not judged: compilers, pools and buffers find their size. */
    Duration warmUp() {
        Duration fifth = time.dividedBy(5);
        return fifth.compareTo(LONGEST_WARM_UP) < 0 ? fifth : LONGEST_WARM_UP;
    }

    /** Between two looks. */
    Duration pause() {
        Duration thirtieth = time.dividedBy(30);
        if (thirtieth.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return thirtieth.compareTo(LONGEST_PAUSE) < 0 ? thirtieth : LONGEST_PAUSE;
    }

    /** How many merchants are needed: every alert reaches the nearest. */
    public int merchants() {
        return Math.max(LARGEST_ALERT, Math.toIntExact(calls * BETWEEN_CALLS.toSeconds()));
    }
}
