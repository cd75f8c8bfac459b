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
 * @param fallback the other channel's delivery, whichever event names it; null for none
 * @param failed whether any event says that it failed for good, be it that another one took that back
 * @param begun whether an event tells that it was asked for, or that it ended before
 * @param tried whether an event tells that an operator took it, or may have taken it
 * @param doubted whether an event gives a reason to flag it: unknown fate, or a hand-over that another one had overtaken
 */
record Standing(
        DeliveryEvent last,
        boolean possibleDuplicate,
        Set<String> messageIds,
        Instant unknownSince,
        UUID fallback,
        boolean failed,
        boolean begun,
        boolean tried,
        boolean doubted) {
    /** States before anything was handed over. */
    private static final int BEGINNING = DeliveryState.SENDING.rank();

    /** Folds the history of one delivery, in the order of its topic. */
    static Standing of(List<DeliveryEvent> history) {
        DeliveryEvent last = history.get(0);
        boolean twice = false;
        Set<String> ids = new HashSet<>();
        Instant unknownSince = null;
        UUID fallback = null;
        boolean failed = false;
        boolean begun = false;
        boolean tried = false;
        boolean late = false;
        for (DeliveryEvent each : history) {
            twice |= each.possibleDuplicate();
            if (each.carrierMessageId() != null) {
                ids.addAll(List.of(each.carrierMessageId().split(" ")));
            }
            if (each.state() == DeliveryState.UNKNOWN) {
                unknownSince = each.at();
            }
            fallback = each.fallback() == null ? fallback : each.fallback();
            failed |= each.state().isFinal() && !each.state().reached();
            begun |= each.state().rank() <= BEGINNING || each.attempt() == 0;
            tried |= each.state() == DeliveryState.ACCEPTED || each.state() == DeliveryState.UNKNOWN;
            late |= each.attempt() < last.attempt() && each.handedOverAt() != null;
            boolean forward = each.attempt() > last.attempt()
                    || (each.attempt() == last.attempt()
                            && each.state().rank() > last.state().rank());
            last = forward ? each : last;
        }
        return new Standing(
                last,
                twice,
                Set.copyOf(ids),
                unknownSince,
                fallback,
                failed,
                begun,
                tried,
                late || unknownSince != null);
    }

    DeliveryState state() {
        return last.state();
    }

    FailureReason reason() {
        return last.reason();
    }
}
