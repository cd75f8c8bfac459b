package fr.vigie.acceptance.torture;

import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Where a delivery stands by its events, folded as every reader of them does: it only moves forward by attempt and rank,
 * and a flag once raised stays.
 *
 * @param last the event that counts
 * @param possibleDuplicate whether any event says so
 * @param messageIds every name that an operator gave it
 * @param unknownSince when it became unknown whether an operator has it, for the last time; null for never
 */
record Standing(DeliveryEvent last, boolean possibleDuplicate, Set<String> messageIds, Instant unknownSince) {

    /** Folds the history of one delivery, in the order of its topic. */
    static Standing of(List<DeliveryEvent> history) {
        DeliveryEvent last = history.get(0);
        boolean twice = false;
        Set<String> ids = new HashSet<>();
        Instant unknownSince = null;
        for (DeliveryEvent each : history) {
            twice |= each.possibleDuplicate();
            if (each.carrierMessageId() != null) {
                ids.addAll(List.of(each.carrierMessageId().split(" ")));
            }
            if (each.state() == DeliveryState.UNKNOWN) {
                unknownSince = each.at();
            }
            boolean forward = each.attempt() > last.attempt()
                    || (each.attempt() == last.attempt()
                            && each.state().rank() > last.state().rank());
            last = forward ? each : last;
        }
        return new Standing(last, twice, Set.copyOf(ids), unknownSince);
    }

    DeliveryState state() {
        return last.state();
    }

    FailureReason reason() {
        return last.reason();
    }

    UUID fallback() {
        return last.fallback();
    }
}
