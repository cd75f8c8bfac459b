package fr.vigie.dispatch.delivery;

import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is to become of a delivery. Written only where the delivery still has the attempt that the change was decided
 * for, and moves forward by it.
 *
 * @param deliveryId the delivery
 * @param guardAttempt the attempt that it must still have
 * @param steps what happened, in order, each to be told; the last one is the new state
 * @param tries new count
 * @param numberIndex number to try next
 * @param carrier null to keep what is there
 * @param carrierMessageId null for none: a further attempt has no name yet
 * @param handedOverAt null to keep what is there
 * @param waitsFor what it waits for from now on; null for nothing
 * @param delay for {@link Waiting#ATTEMPT} the time until then; for {@link Waiting#RECEIPT} until it is asked about,
 *     zero for only at the end; ignored otherwise
 * @param possibleDuplicate whether the merchant may receive it more than once; never taken back
 * @param optedOut whether the merchant asked to be left alone
 * @param numberDead which number turned out to be dead; -1 for none
 * @param fallback whether the other channel is to be tried now, where there is one
 */
public record Change(
        UUID deliveryId,
        int guardAttempt,
        List<Step> steps,
        int tries,
        int numberIndex,
        String carrier,
        String carrierMessageId,
        Instant handedOverAt,
        Waiting waitsFor,
        Duration delay,
        boolean possibleDuplicate,
        boolean optedOut,
        int numberDead,
        boolean fallback) {

    public Change {
        steps = List.copyOf(steps);
    }

    /** One state on the way. */
    public record Step(DeliveryState state, int attempt, FailureReason reason) {}

    /** The state that the delivery is left in. */
    public Step last() {
        return steps.get(steps.size() - 1);
    }

    /** The same, with an earlier step before it and what was learnt by that one. */
    Change after(Change earlier) {
        List<Step> all = new java.util.ArrayList<>(earlier.steps);
        all.addAll(steps);
        return new Change(
                deliveryId,
                earlier.guardAttempt,
                all,
                tries,
                numberIndex,
                carrier == null ? earlier.carrier : carrier,
                carrierMessageId,
                handedOverAt == null ? earlier.handedOverAt : handedOverAt,
                waitsFor,
                delay,
                possibleDuplicate || earlier.possibleDuplicate,
                optedOut || earlier.optedOut,
                numberDead,
                fallback);
    }
}
