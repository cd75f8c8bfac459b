package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What an outcome says about the carrier.
 *
 * @param refused it asked for time: nothing was handed over, and this was no try
 * @param failed a fault of the carrier's; a telephone that is busy is not one
 * @param taken it was handed over, as far as is known
 */
record Verdict(boolean refused, boolean failed, boolean taken) {
    private static final Set<FailureReason> ASKS_TO_SLOW =
            Set.of(FailureReason.CARRIER_THROTTLED, FailureReason.CARRIER_QUEUE_FULL);
    private static final long FIRST_PAUSE = 20_000_000;
    private static final long LONGEST_PAUSE = 2_000_000_000;
    /** Who has to wait for longer waits in the database, and leaves its place to others. */
    private static final long LONGEST_KEPT = 3_000_000_000L;

    private static final int MOST_DOUBLINGS = 10;

    static Verdict of(HandOverOutcome outcome) {
        if (outcome instanceof Temporary temporary && temporary.state() == null) {
            boolean refused = !temporary.countsAsTry() && ASKS_TO_SLOW.contains(temporary.reason());
            boolean failed = temporary.countsAsTry() || temporary.reason() == FailureReason.CARRIER_UNAVAILABLE;
            return new Verdict(refused, failed, false);
        }
        boolean taken = !(outcome instanceof Final ended) || ended.handedOverAt() != null;
        return new Verdict(false, outcome instanceof Unknown, taken);
    }

    /**
     * How long a delivery waits before it is tried again, in nanoseconds: longer after each refusal, spread by a quarter
     * to either side, and no shorter where the operator wants no pause at all.
     */
    static long pause(int refusals, Duration wish, RandomGenerator random) {
        long backOff = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(refusals, MOST_DOUBLINGS));
        long spread = (long) (backOff * (0.75 + 0.5 * random.nextDouble()));
        return wish == null ? spread : Math.max(spread, wish.toNanos());
    }

    /** Whether a pause is short enough to be waited for in memory. */
    static boolean kept(long pause) {
        return pause <= LONGEST_KEPT;
    }
}
