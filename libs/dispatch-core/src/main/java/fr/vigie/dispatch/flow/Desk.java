package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * What this copy holds, and where it can go: claimed deliveries by lane, the carriers' free places, and how many more
 * are worth claiming. Urgent goes first, and has places that bulk never takes.
 */
final class Desk {
    private static final long LOOK_WHEN_WAITING = 2;
    private static final long LOOK_WHEN_IDLE = 1_000;
    private static final Set<FailureReason> ASKS_TO_SLOW =
            Set.of(FailureReason.CARRIER_THROTTLED, FailureReason.CARRIER_QUEUE_FULL);
    private static final int MOST_CLAIMED = 1_000;
    private static final int SLICES = 4;
    private static final int MOST_UNRECORDED = 20_000;

    private final ChannelProfile profile;
    private final double urgentShare;
    private final List<Route> routes;
    private final IntSupplier unrecorded;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Urgency, ArrayDeque<Held>> waiting = new EnumMap<>(Urgency.class);
    private final Map<Urgency, Integer> inHand = new EnumMap<>(Urgency.class);
    private volatile Runnable roomFreed = () -> {};
    private boolean closed;

    /** @param unrecorded how many outcomes are not yet written: where they pile up, nothing more is claimed */
    Desk(ChannelProfile profile, List<Carrier> carriers, double urgentShare, IntSupplier unrecorded) {
        this.profile = profile;
        this.urgentShare = urgentShare;
        this.unrecorded = unrecorded;
        long now = System.nanoTime();
        this.routes = carriers.stream()
                .map(carrier -> new Route(carrier, urgentShare, now))
                .toList();
        for (Urgency lane : Urgency.values()) {
            waiting.put(lane, new ArrayDeque<>());
            inHand.put(lane, 0);
        }
    }

    List<Route> routes() {
        return routes;
    }

    /** Who is told when there is room for a claim worth its transaction. */
    void onRoom(Runnable listener) {
        roomFreed = listener;
    }

    /** Sets room aside for up to {@code wanted} deliveries; what is not used is given back by {@link #release}. */
    int reserve(Urgency lane, int wanted) {
        lock.lock();
        try {
            int granted = Math.max(0, Math.min(wanted, room(lane)));
            inHand.merge(lane, granted, Integer::sum);
            return granted;
        } finally {
            lock.unlock();
        }
    }

    /** Sets room aside for a claim: never all of it, so that what comes in meanwhile need not take the longer way. */
    int reserveSlice(Urgency lane) {
        lock.lock();
        try {
            return reserve(lane, Math.max(1, Math.min(MOST_CLAIMED, capacity() / SLICES)));
        } finally {
            lock.unlock();
        }
    }

    void release(Urgency lane, int count) {
        if (count == 0) {
            return;
        }
        boolean worthwhile;
        lock.lock();
        try {
            inHand.merge(lane, -count, Integer::sum);
            worthwhile = room(lane) * SLICES >= capacity();
        } finally {
            lock.unlock();
        }
        if (worthwhile) {
            roomFreed.run();
        }
    }

    private int room(Urgency lane) {
        if (closed || unrecorded.getAsInt() > MOST_UNRECORDED) {
            return 0;
        }
        int capacity = capacity();
        int all = inHand.get(Urgency.URGENT) + inHand.get(Urgency.BULK);
        if (lane == Urgency.URGENT) {
            return capacity - all;
        }
        int bulk = capacity < 2 ? capacity : capacity - Math.max(1, (int) Math.round(capacity * urgentShare));
        return Math.min(bulk - inHand.get(Urgency.BULK), capacity - all);
    }

    private int capacity() {
        int capacity = 0;
        for (Route route : routes) {
            capacity += route.worthHolding(profile.prefetch(), profile.lease());
        }
        return capacity;
    }

    /** Puts claimed deliveries in line; room for them was reserved. */
    void offer(Collection<Held> deliveries) {
        lock.lock();
        try {
            for (Held held : deliveries) {
                waiting.get(held.row().lane()).add(held);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to do: a delivery and the carrier it goes to, or a delivery that has waited for too long.
     *
     * @return null once the desk is closed
     */
    Next next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long now = System.nanoTime();
                for (Urgency lane : Urgency.values()) { // urgent first
                    Held head = waiting.get(lane).peek();
                    if (head == null) {
                        continue;
                    }
                    if (head.tooLate(now)) {
                        return new Next(waiting.get(lane).poll(), null);
                    }
                    Route route = choose(lane, now);
                    if (route != null) {
                        return new Next(waiting.get(lane).poll(), route);
                    }
                }
                boolean idle = waiting.values().stream().allMatch(ArrayDeque::isEmpty);
                // A token, the end of a pause, and a link that is up again come without a signal.
                changed.await(idle ? LOOK_WHEN_IDLE : LOOK_WHEN_WAITING, TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Route choose(Urgency lane, long now) {
        Route best = null;
        double highest = Double.NEGATIVE_INFINITY;
        int weights = 0;
        for (Route route : routes) {
            if (route.free(lane, now)) {
                weights += route.carrier().weight();
                double credit = route.credit();
                if (credit > highest) {
                    highest = credit;
                    best = route;
                }
            }
        }
        if (best != null) {
            best.chosen(weights);
        }
        return best;
    }

    void used(Route route, int cost) {
        lock.lock();
        try {
            route.used(cost);
        } finally {
            lock.unlock();
        }
    }

    /** The place in the carrier's window is free again. */
    void returned(Route route, HandOverOutcome outcome) {
        lock.lock();
        try {
            route.released();
            if (outcome instanceof HandOverOutcome.Temporary temporary && ASKS_TO_SLOW.contains(temporary.reason())) {
                route.throttled(System.nanoTime());
            } else {
                route.accepted();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the line. */
    List<Held> close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            List<Held> left = new ArrayList<>();
            waiting.values().forEach(line -> {
                left.addAll(line);
                line.clear();
            });
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How many hand-overs are under way. */
    int underWay() {
        return routes.stream().mapToInt(Route::inFlight).sum();
    }

    /** @param route null where the delivery has waited for too long */
    record Next(Held held, Route route) {}
}
