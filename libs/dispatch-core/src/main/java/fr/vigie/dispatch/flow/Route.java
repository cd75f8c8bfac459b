package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.lines.LineShare;
import fr.vigie.dispatch.pace.Pace;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One carrier as the dispatcher uses it: places in its window, its pace, its health, and what it was seen to take. Not
 * thread-safe unless it says so: guarded by {@link Desk}.
 */
final class Route {
    private static final double PROBE_SHARE = 0.01;
    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);
    private static final int MOST_AHEAD = 2_000;
    private static final int LEAST_AHEAD = 200;

    private final Carrier carrier;
    private final Pace pace;
    private final Health health;
    /** Null where the window is this copy's own. */
    private final LineShare lines;

    private final double urgentShare;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder units = new LongAdder();
    private final Flow flow;
    private double credit;
    private double probeCredit;
    private long probedAt;

    Route(Carrier carrier, Pace pace, Health health, double urgentShare, long now) {
        this(carrier, pace, health, null, urgentShare, now);
    }

    Route(Carrier carrier, Pace pace, Health health, LineShare lines, double urgentShare, long now) {
        this.lines = lines;
        this.carrier = carrier;
        this.pace = pace;
        this.health = health;
        this.urgentShare = urgentShare;
        this.flow = new Flow(now);
        this.probedAt = now;
    }

    Carrier carrier() {
        return carrier;
    }

    Pace pace() {
        return pace;
    }

    Health health() {
        return health;
    }

    /** How many hand-overs are under way. Any thread may ask. */
    int inFlight() {
        return inFlight.get();
    }

    /** How often it asked for time. Any thread may ask. */
    long throttled() {
        return throttled.sum();
    }

    /** How many units it took, or may have taken. Any thread may ask. */
    long units() {
        return units.sum();
    }

    /** Whether it takes something of this lane now. */
    boolean free(Urgency lane, boolean lent, long now) {
        return carrier.available() && inFlight.get() < places(lane, lent, now) && pace.allows(now);
    }

    /**
     * Places in the window that a lane may fill.
     *
     * @param lent whether bulk may use what is kept for urgent, all but one place
     */
    int places(Urgency lane, boolean lent, long now) {
        int window = window(now);
        if (lines != null && lane == Urgency.BULK) {
            return Math.min(window, lines.bulk(now));
        }
        if (lane == Urgency.URGENT || window < 2) {
            return window;
        }
        return window - (lent ? 1 : Math.max(1, (int) Math.round(window * urgentShare)));
    }

    /**
     * How many deliveries it is worth to hold for it, waiting or under way: its window, and what it takes within a
     * short time. What is held is flagged after a crash.
     */
    int worthHolding(Duration ahead, long now) {
        if (!carrier.available()) {
            return 0;
        }
        int window = window(now);
        double seconds = ahead.toNanos() / 1e9;
        int seen = (int) Math.ceil(flow.perSecond(now) * seconds);
        int waiting = seconds == 0 ? 0 : Math.max(Math.min(window, LEAST_AHEAD), Math.min(MOST_AHEAD, seen));
        double bound = pace.perSecond(now);
        if (bound == 0) {
            return window + waiting;
        }
        int paced = inFlight.get() + 1 + (int) Math.ceil(bound * Math.max(seconds, 0.25));
        return Math.min(window + waiting, paced);
    }

    private int window(long now) {
        return lines == null ? carrier.window() : Math.min(carrier.window(), lines.all(now));
    }

    /** How many it answered within the last quarter of a second or so. */
    int recently() {
        return (int) (flow.perSecond(System.nanoTime()) / 4);
    }

    /** How many a second it answers now. */
    double answersPerSecond(long now) {
        return flow.seenPerSecond(now);
    }

    double weight() {
        return carrier.weight() * health.value();
    }

    /** Smooth weighted choice: the one with the highest credit goes next. */
    double credit(double weight) {
        credit += weight;
        return credit;
    }

    void passed(double allWeights) {
        credit -= allWeights;
    }

    /** Something that it might have had went to another, because it is sick. */
    void leftOut() {
        probeCredit = Math.min(2, probeCredit + PROBE_SHARE);
    }

    boolean probeDue(long now) {
        return probeCredit >= 1 || now - probedAt > PROBE_EVERY.toNanos();
    }

    void probed(long now) {
        probeCredit = 0;
        probedAt = now;
    }

    /** Says how calls are counted: under the desk's lock, as they are begun. */
    void countFor(Desk desk) {
        if (lines != null) {
            lines.counting(() -> desk.look(inFlight::get));
        }
    }

    void take() {
        inFlight.incrementAndGet();
    }

    void used(int cost, long now) {
        pace.spend(cost, now);
    }

    void release() {
        inFlight.decrementAndGet();
    }

    void answered(int cost, Verdict verdict, long begun, long now) {
        pace.answered(cost, verdict.refused(), begun, now);
        if (verdict.taken()) {
            units.add(cost);
        }
        if (verdict.refused()) {
            throttled.increment();
        } else {
            health.answered(verdict.failed(), now - begun);
            flow.add(now);
        }
    }
}
