package fr.vigie.dispatch.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * What waits of one lane, side by side what suits different carriers, so that one that is busy holds up only what is
 * for it; and what was refused and pauses. Not thread-safe: guarded by {@link Desk}.
 */
final class Line {
    private final Map<Suit, Queue> queues = new LinkedHashMap<>();
    private final PriorityQueue<Parcel> pausing =
            new PriorityQueue<>(Comparator.comparingLong(Parcel::notBefore)); // one process never lives for 292 years

    private static final class Queue {
        private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
        private int units;
    }

    void add(Parcel parcel) {
        Queue queue = queues.computeIfAbsent(parcel.suit(), suit -> new Queue());
        queue.parcels.addLast(parcel);
        queue.units += parcel.units();
    }

    void pause(Parcel parcel) {
        pausing.add(parcel);
    }

    boolean isEmpty() {
        return queues.isEmpty() && pausing.isEmpty();
    }

    /** What waits and may go through a carrier, in units of its rate. */
    int units(int carrier) {
        int all = 0;
        for (Map.Entry<Suit, Queue> each : queues.entrySet()) {
            int only = each.getKey().only();
            if (each.getKey().affinity().get(carrier) >= 0 && (only < 0 || only == carrier)) {
                all += each.getValue().units;
            }
        }
        return all;
    }

    /** Takes the first that has waited for too long, or that gets a carrier; null where none does. */
    Desk.Next next(long now, Function<Suit, Route> choice) {
        ripen(now);
        for (Map.Entry<Suit, Queue> each : queues.entrySet()) {
            Queue queue = each.getValue();
            boolean late = queue.parcels.peekFirst().tooLate(now);
            Route route = late ? null : choice.apply(each.getKey());
            if (late || route != null) {
                return new Desk.Next(take(each.getKey(), queue), route);
            }
        }
        return null;
    }

    private Parcel take(Suit suit, Queue queue) {
        Parcel parcel = queue.parcels.pollFirst();
        queue.units -= parcel.units();
        if (queue.parcels.isEmpty()) {
            queues.remove(suit);
        } else if (queues.size() > 1) {
            queues.remove(suit); // the others are looked at first next time
            queues.put(suit, queue);
        }
        return parcel;
    }

    private void ripen(long now) {
        for (Parcel first = pausing.peek(); first != null && now - first.notBefore() >= 0; first = pausing.peek()) {
            Parcel ripe = pausing.poll();
            Queue queue = queues.computeIfAbsent(ripe.suit(), suit -> new Queue());
            if (ripe.refusals() > 1) {
                queue.parcels.addLast(ripe); // it had its turn twice; what is refused alone must not hold up the others
            } else {
                queue.parcels.addFirst(ripe);
            }
            queue.units += ripe.units();
        }
    }

    List<Parcel> clear() {
        List<Parcel> all = new ArrayList<>(pausing);
        queues.values().forEach(queue -> all.addAll(queue.parcels));
        queues.clear();
        pausing.clear();
        return all;
    }
}
