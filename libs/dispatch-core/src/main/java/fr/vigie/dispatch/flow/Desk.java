package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.pace.Demand;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.Urgency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What this copy holds, and where it goes: claimed deliveries by lane, what operators asked to wait with, and how many
 * more are worth claiming. Urgent goes first, and has places that bulk takes only while nothing urgent is about.
 */
final class Desk {
    private static final long LOOK_WHEN_WAITING = 2;
    private static final long LOOK_WHEN_IDLE = 1_000;
    /** Room that comes of a rate that rises, or of outcomes that are written, comes without a signal; nanoseconds. */
    private static final long LOOK_FOR_ROOM = 10_000_000;

    private static final long LENT_AFTER = 1_000_000_000;

    private final List<Route> routes;
    private final Routing routing;
    private final Parcels parcels;
    private final Paces paces;
    private final Room room;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition freed = lock.newCondition();
    private final Map<Urgency, Line> waiting = new EnumMap<>(Urgency.class);
    /** What cannot go anywhere. */
    private final ArrayDeque<Parcel> stranded = new ArrayDeque<>();

    private volatile Runnable roomFreed = () -> {};
    private int questions;
    private long urgentAt;
    private boolean closed;

    Desk(List<Route> routes, Routing routing, Parcels parcels, Paces paces, Room room, RandomGenerator random) {
        this.routes = List.copyOf(routes);
        this.routing = routing;
        this.parcels = parcels;
        this.paces = paces;
        this.room = room;
        this.random = random;
        this.urgentAt = System.nanoTime() - LENT_AFTER;
        for (Urgency lane : Urgency.values()) {
            waiting.put(lane, new Line());
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
        return look(() -> closed ? 0 : room.take(lane, wanted));
    }

    /**
     * As {@link #reserve}, but where the carriers are about to take as many waits for a share that is worth a
     * transaction.
     *
     * @param until how long at most, by {@link System#nanoTime}
     */
    int reserveSoon(Urgency lane, int wanted, long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                int granted = room.takeWorthwhile(lane, wanted);
                long left = until - System.nanoTime();
                if (granted > 0) {
                    return granted;
                }
                if (left <= 0 || !room.comesSoon(wanted)) {
                    return room.take(lane, wanted);
                }
                freed.awaitNanos(Math.min(left, LOOK_FOR_ROOM));
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is worth to wait for room for so many. */
    boolean comesSoon(int wanted, long until) {
        return System.nanoTime() - until < 0 && look(() -> !closed && room.comesSoon(wanted));
    }

    /** Sets room aside for a claim: never all of it, so that what comes in meanwhile need not take the longer way. */
    int reserveSlice(Urgency lane) {
        return look(() -> closed ? 0 : room.takeSlice(lane));
    }

    void release(Urgency lane, int count) {
        if (count > 0 && look(() -> giveBack(lane, count))) {
            roomFreed.run();
        }
    }

    private boolean giveBack(Urgency lane, int count) {
        boolean worthwhile = room.giveBack(lane, count);
        freed.signalAll();
        return worthwhile;
    }

    /** Puts claimed deliveries in line; room for them was reserved. */
    void offer(Collection<Held> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Parcel> ready = deliveries.stream().map(parcels::of).toList();
        lock.lock();
        try {
            for (Parcel parcel : ready) {
                if (parcel.suit().served()) {
                    waiting.get(parcel.row().lane()).add(parcel);
                } else {
                    stranded.add(parcel);
                }
            }
            tellPaces(System.nanoTime());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to do: a delivery and the carrier it goes to, or a delivery that has waited for too long or
     * that no carrier serves.
     *
     * @return null once the desk is closed
     */
    Next next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long now = System.nanoTime();
                Next next = stranded.isEmpty() ? first(now) : new Next(stranded.poll(), null);
                if (next != null) {
                    return next;
                }
                tellPaces(now);
                boolean idle = waiting.values().stream().allMatch(Line::isEmpty);
                // A slice, the end of a pause, and a link that is up again come without a signal.
                changed.await(idle ? LOOK_WHEN_IDLE : LOOK_WHEN_WAITING, TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Next first(long now) {
        Line urgent = waiting.get(Urgency.URGENT);
        Line bulk = waiting.get(Urgency.BULK);
        if (!urgent.isEmpty()) {
            urgentAt = now;
        }
        // A carrier that is sick is tried with what can wait, if there is any.
        boolean bulkWaits = !bulk.isEmpty();
        Next next = urgent.next(now, suit -> routing.choose(suit, Urgency.URGENT, false, !bulkWaits, now));
        if (next == null && bulkWaits) {
            boolean lent = room.placesReturnSoon() && now - urgentAt >= LENT_AFTER;
            next = bulk.next(now, suit -> routing.choose(suit, Urgency.BULK, lent, true, now));
        }
        if (next != null && next.route() != null) {
            next.route().take();
        }
        return next;
    }

    private void tellPaces(long now) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).carrier().maxPerSecond() > 0) {
                int urgent = waiting.get(Urgency.URGENT).units(i) + questions;
                paces.wants(
                        routes.get(i).pace(),
                        new Demand(urgent, urgent + waiting.get(Urgency.BULK).units(i)),
                        now);
            }
        }
    }

    /** How many questions about receipts wait for a place. */
    void asking(int count) {
        lock.lock();
        try {
            questions = count;
            tellPaces(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place in the carrier's window for a question; {@link #unused} gives it back. */
    boolean takeForQuestion(Route route) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (closed || !route.free(Urgency.URGENT, false, now)) {
                return false;
            }
            route.take();
            route.pace().spend(1, now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void used(Route route, int cost) {
        lock.lock();
        try {
            route.used(cost, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** The place in the carrier's window is free again; nothing was handed over. */
    void unused(Route route) {
        lock.lock();
        try {
            route.release();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The carrier answered, and its place is free again.
     *
     * @param begun when it was handed over, by {@link System#nanoTime}
     * @return whether the delivery stays here: the operator asked for time, and there is some
     */
    boolean answered(Parcel parcel, Route route, int cost, HandOverOutcome outcome, long begun) {
        lock.lock();
        try {
            long now = System.nanoTime();
            Verdict verdict = Verdict.of(outcome);
            route.release();
            route.answered(cost, verdict, begun, now);
            boolean stays = verdict.refused() && !closed && pause(parcel, route, (Temporary) outcome, now);
            changed.signalAll();
            return stays;
        } finally {
            lock.unlock();
        }
    }

    private boolean pause(Parcel parcel, Route route, Temporary refusal, long now) {
        long pause = Verdict.pause(parcel.refusals(), refusal.retryAfter(), random);
        long tryAt = now + pause;
        parcel.refused(route.carrier().name(), refusal, tryAt);
        if (!Verdict.kept(pause) || tryAt - parcel.handOverBefore() >= 0) {
            return false;
        }
        waiting.get(parcel.row().lane()).pause(parcel);
        return true;
    }

    /** Ends the line. */
    List<Parcel> close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            freed.signalAll();
            List<Parcel> left = new ArrayList<>(stranded);
            stranded.clear();
            waiting.values().forEach(line -> left.addAll(line.clear()));
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How many hand-overs are under way. */
    int underWay() {
        return routes.stream().mapToInt(Route::inFlight).sum();
    }

    /** What waits in memory and may go through a carrier, in units. */
    Map<Urgency, Integer> waiting(Route route) {
        int index = routes.indexOf(route);
        return look(() -> {
            Map<Urgency, Integer> units = new EnumMap<>(Urgency.class);
            waiting.forEach((lane, line) -> units.put(lane, line.units(index)));
            return units;
        });
    }

    /** Runs something that looks at routes. */
    <T> T look(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** @param route null where the delivery has waited for too long, or no carrier serves it */
    record Next(Parcel parcel, Route route) {}
}
