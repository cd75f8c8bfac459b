package fr.vigie.dispatch.pace;

import java.util.function.IntSupplier;

/**
 * How fast one operator is given something by this copy: never faster than its limit, of which the copies lease slices
 * from the database, nor than it was seen to accept. Where no limit is configured the database is not asked.
 *
 * <p>Thread-safe; nothing here blocks but {@link #book}, which belongs to a thread of its own.
 */
public final class Pace {
    private final IntSupplier configured;
    private final Allowance allowance = new Allowance();
    private final Throttle throttle = new Throttle();
    private final Share share;
    private volatile Demand demand = Demand.NONE;
    private volatile long quietUntil = System.nanoTime();
    private volatile int urgentSeen;

    /** @param configured units per second that the operator allows all copies together; 0 for no limit */
    Pace(String carrier, IntSupplier configured, PaceTable table) {
        this.configured = configured;
        this.share = new Share(carrier, table, allowance);
    }

    /** Whether something may be sent now. */
    public boolean allows(long now) {
        if (configured.getAsInt() > 0 && !allowance.allows(now)) {
            return false;
        }
        synchronized (throttle) {
            return throttle.allows(now);
        }
    }

    /** Says that so many units are being sent now. */
    public void spend(int units, long now) {
        if (configured.getAsInt() > 0) {
            allowance.spend(units, now);
        }
        synchronized (throttle) {
            throttle.spend(units, now);
        }
    }

    /**
     * What the operator said.
     *
     * @param refused whether it asked for time
     * @param begun when it was handed over, by {@link System#nanoTime}
     */
    public void answered(int units, boolean refused, long begun, long now) {
        synchronized (throttle) {
            throttle.answered(units, refused, begun, now);
        }
    }

    /** Units per second that this copy sends at most, as it stands; 0 for no bound. */
    public double perSecond(long now) {
        int limit = configured.getAsInt();
        double seen;
        synchronized (throttle) {
            seen = throttle.limit(now);
        }
        double bound = limit > 0 ? Math.min(limit, seen) : seen;
        return bound == Double.POSITIVE_INFINITY ? 0 : bound;
    }

    /** Says what waits. */
    void wants(Demand wanted) {
        demand = wanted;
    }

    boolean limited() {
        return configured.getAsInt() > 0;
    }

    /** Whether something waits, too little is booked for it, and asking for more makes sense. */
    boolean lacks(long now) {
        Demand wanted = demand;
        return limited()
                && wanted.all() > 0
                && (now - quietUntil >= 0 || wanted.urgent() > urgentSeen)
                && allowance.left(now) < wanted.all();
    }

    /** Books what is needed; returns when to ask again, in nanoseconds from now. Blocks. */
    long book() {
        long now = System.nanoTime();
        Demand wanted = demand;
        double most = perSecond(now);
        long wait = share.book(wanted, configured.getAsInt(), most, now);
        urgentSeen = wanted.urgent();
        quietUntil = wait == Share.NEVER ? now : now + wait;
        return wait;
    }
}
