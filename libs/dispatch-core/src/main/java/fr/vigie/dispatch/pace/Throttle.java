package fr.vigie.dispatch.pace;

/**
 * What an operator was seen to accept: no bound until it refuses a share of what it is given; then what it accepted
 * lately, and more again, step by step, while it refuses nothing. Single refusals, as of one number, change nothing; nor
 * do refusals that stay as many however slowly it is fed, for those are not about pace.
 *
 * <p>All times are handed in, by {@link System#nanoTime}. Not thread-safe.
 */
final class Throttle {
    private static final double INFINITE = Double.POSITIVE_INFINITY;
    /** Share of refusals that is met with a repetition alone. */
    private static final double FEW = 0.05;

    private static final int LEAST_REFUSED = 3;
    private static final int LEAST_SEEN = 20;
    private static final long LEAST_SPAN = 250_000_000;
    private static final long SECOND = 1_000_000_000;
    /** Saved up after a moment of quiet. */
    private static final long BURST = 50_000_000;

    private static final long STEP = 100_000_000;
    private static final double CAREFUL_UP = 1.005;
    private static final double STEP_UP = 1.02;
    private static final double LEAP_UP = 1.15;
    /** So far above what it once refused, it is no bound any more. */
    private static final double OUTGROWN = 10;

    private static final double HELPED = 0.6;
    /** Cut so far, and for so long, without help, it was cut in vain. */
    private static final double FAR_DOWN = 0.7;

    private static final long IN_VAIN = 2 * SECOND;
    /** However much is refused, this part of what was accepted last is tried: it must be seen when that ends. */
    private static final double LEAST = 1 / 16.0;
    /** How much of what was accepted before is left at a cut: a moment in which nothing is must not erase it. */
    private static final double REMEMBERED = 0.95;

    private static final long DEAF = 30 * SECOND;

    /** Since the last cut: whether what is sent at this pace is refused. */
    private final Answers answers = new Answers();
    /**
     * The last second, cuts or not: what the operator accepts. Many count by the second of their clock, and refuse all
     * that comes after the first of it.
     */
    private final Answers recent = new Answers();

    private double limit = INFINITE;
    /** Units that it accepted within one second, not long ago. */
    private double lastGood;

    private long nextAt;
    private long cutAt;
    private long grownAt;
    private boolean cutBefore;

    // A series of cuts, until it grows again.
    private boolean cutting;
    private long cuttingSince;
    private double limitBefore;
    private double shareBefore;
    private double rateBefore;

    private double tolerated = FEW;
    private long toleratedUntil;

    /** Units per second; infinite where it was not seen to refuse. */
    double limit(long now) {
        grow(now);
        return limit;
    }

    boolean allows(long now) {
        grow(now);
        return limit == INFINITE || nextAt - now <= Math.max(0, BURST - (long) (SECOND / limit));
    }

    void spend(int units, long now) {
        if (limit < INFINITE) {
            long base = nextAt - now > 0 ? nextAt : now;
            nextAt = base + (long) (units * SECOND / limit);
        }
    }

    /** @param begun when it was handed over: what was sent at an earlier pace says nothing about this one */
    void answered(int units, boolean refused, long begun, long now) {
        recent.add(units, refused, now);
        if (cutBefore && begun - cutAt < 0) {
            return;
        }
        answers.add(units, refused, now);
        if (refused) {
            judge(now);
        }
    }

    private void judge(long now) {
        if (tolerated > FEW && now - toleratedUntil > 0) {
            tolerated = FEW;
        }
        Answers.Sum seen = answers.sum(now);
        boolean enough = seen.refused() >= LEAST_REFUSED
                && seen.span() >= LEAST_SPAN
                && (seen.count() >= LEAST_SEEN || seen.span() >= SECOND / 2);
        if (!enough || seen.share() <= tolerated) {
            return;
        }
        double measured = recent.sum(now).acceptedPerSecond();
        if (!cutting) {
            cutting = true;
            cuttingSince = now;
            limitBefore = limit;
            shareBefore = seen.share();
            rateBefore = measured / (1 - Math.min(0.99, seen.share()));
        }
        boolean longEnough = now - cuttingSince >= IN_VAIN;
        if (longEnough
                && limit < rateBefore * FAR_DOWN
                && recent.sum(now).share() > shareBefore * HELPED
                && measured > 0) {
            limit = limitBefore;
            tolerated = Math.min(1, seen.share() * 1.5);
            toleratedUntil = now + DEAF;
            cutting = false;
        } else {
            cut(measured, recent.sum(now).units(), seen.share());
        }
        nextAt = now + BURST; // nothing is saved up
        cutAt = now;
        cutBefore = true;
        grownAt = now;
        answers.clear();
    }

    private void cut(double measured, long units, double share) {
        lastGood = Math.max(units, lastGood * REMEMBERED);
        double slower = limit == INFINITE ? measured : Math.max(measured, limit * (1 - Math.min(0.5, share)));
        limit = Math.max(Math.max(1, lastGood * LEAST), slower);
    }

    private void grow(long now) {
        if (limit == INFINITE || now - grownAt < STEP) {
            return;
        }
        long steps = (now - grownAt) / STEP;
        grownAt += steps * STEP;
        if (answers.sum(now).share() > FEW) {
            return;
        }
        cutting = false;
        for (long i = 0; i < Math.min(steps, 1_000) && limit < INFINITE; i++) {
            limit *= step(limit / Math.max(1, lastGood));
            if (limit > OUTGROWN * Math.max(1, lastGood)) {
                limit = INFINITE;
            }
        }
    }

    /** Quick where it is far from what was accepted last, and careful near it. */
    private static double step(double ofLastGood) {
        if (ofLastGood < 0.5) {
            return LEAP_UP;
        }
        return ofLastGood > 0.9 && ofLastGood < 1.2 ? CAREFUL_UP : STEP_UP;
    }
}
