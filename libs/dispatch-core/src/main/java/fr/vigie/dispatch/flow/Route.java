package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One carrier as the dispatcher uses it: places in its window, its pace, and a pause after it asked for one. Not
 * thread-safe: guarded by {@link Desk}.
 */
final class Route {
    /** Short, since one answer among thousands may concern one number alone; it doubles while they go on. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** How much of a second may be made up for after a moment of quiet. */
    private static final double BURST = 0.05;

    private final Carrier carrier;
    private final double urgentShare;
    private final AtomicInteger inFlight = new AtomicInteger();
    private double tokens = 1;
    private long refilledAt;
    private long pausedUntil;
    private Duration pause = FIRST_PAUSE;
    private double current;

    Route(Carrier carrier, double urgentShare, long now) {
        this.carrier = carrier;
        this.urgentShare = urgentShare;
        this.refilledAt = now;
        this.pausedUntil = now;
    }

    Carrier carrier() {
        return carrier;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Whether it takes something of this lane now. */
    boolean free(Urgency lane, long now) {
        refill(now);
        return carrier.available()
                && now - pausedUntil >= 0
                && inFlight.get() < places(lane)
                && (carrier.maxPerSecond() == 0 || tokens >= 1);
    }

    /** Places in the window that a lane may fill. */
    int places(Urgency lane) {
        int window = carrier.window();
        return lane == Urgency.URGENT || window < 2
                ? window
                : window - Math.max(1, (int) Math.round(window * urgentShare));
    }

    /** How many deliveries it is worth to hold for it, waiting or under way. */
    int worthHolding(int prefetch, Duration lease) {
        if (!carrier.available()) {
            return 0;
        }
        int places = carrier.window() * (1 + prefetch);
        // What would wait for longer than a quarter of its lease is better left in the database.
        long paced = Math.max(1, carrier.maxPerSecond() * lease.toMillis() / 4_000);
        return carrier.maxPerSecond() == 0 ? places : (int) Math.min(places, paced);
    }

    /** Smooth weighted choice: the one with the highest credit goes next. */
    double credit() {
        current += carrier.weight();
        return current;
    }

    void chosen(int allWeights) {
        current -= allWeights;
        inFlight.incrementAndGet();
    }

    void used(int cost) {
        tokens -= cost;
    }

    void released() {
        inFlight.decrementAndGet();
    }

    /** It asked us to slow down. */
    void throttled(long now) {
        if (now - pausedUntil >= 0) { // several answers of one moment count once
            pausedUntil = now + pause.toNanos();
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    void accepted() {
        pause = FIRST_PAUSE;
    }

    private void refill(long now) {
        int rate = carrier.maxPerSecond();
        double most = Math.max(1, rate * BURST);
        tokens = Math.min(most, tokens + rate * ((now - refilledAt) / 1e9));
        refilledAt = now;
    }
}
