package fr.vigie.ingest.progress;

import fr.vigie.events.DeliveryEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * What several events say about one delivery. Merging is idempotent and does not mind the order, as long as one attempt
 * has one state of each rank: the state is that of the furthest event, and what any event knows is kept.
 *
 * @param furthest the event with the greatest (attempt, rank)
 * @param firstHandOver the earliest hand-over that an event names
 * @param lastHandOver the latest hand-over that an event names
 * @param possibleDuplicate whether any event says so
 * @param fallback the delivery opened in its place, where an event names it
 * @param fallbackOf the delivery that it stands for
 */
record FoldedDelivery(
        DeliveryEvent furthest,
        Instant firstHandOver,
        Instant lastHandOver,
        boolean possibleDuplicate,
        UUID fallback,
        UUID fallbackOf) {

    static FoldedDelivery of(DeliveryEvent event) {
        return new FoldedDelivery(
                event,
                event.handedOverAt(),
                event.handedOverAt(),
                event.possibleDuplicate(),
                event.fallback(),
                event.fallbackOf());
    }

    FoldedDelivery merge(FoldedDelivery later) {
        return new FoldedDelivery(
                isFurther(later.furthest, furthest) ? later.furthest : furthest,
                earliest(firstHandOver, later.firstHandOver),
                latest(lastHandOver, later.lastHandOver),
                possibleDuplicate || later.possibleDuplicate,
                fallback == null ? later.fallback : fallback,
                fallbackOf == null ? later.fallbackOf : fallbackOf);
    }

    private static boolean isFurther(DeliveryEvent one, DeliveryEvent other) {
        return one.attempt() != other.attempt()
                ? one.attempt() > other.attempt()
                : one.state().rank() > other.state().rank();
    }

    private static Instant earliest(Instant a, Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static Instant latest(Instant a, Instant b) {
        return a == null || (b != null && b.isAfter(a)) ? b : a;
    }
}
