package fr.vigie.dispatch.delivery;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.dispatch.carrier.Hours;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Decides what becomes of a delivery. Knows no database and no operator: everything it needs is handed in. */
public final class Course {
    /** Faults that another number of the same merchant would meet again. */
    private static final Set<FailureReason> NOT_THE_NUMBERS_FAULT = Set.of(
            FailureReason.OPTED_OUT,
            FailureReason.CONTENT_REFUSED,
            FailureReason.CONTENT_UNUSABLE,
            FailureReason.CALL_DECLINED,
            FailureReason.CARRIER_REFUSED_US,
            FailureReason.VALIDITY_ENDED);

    /** What {@link #obstacle} says; nothing that was not sent for these is sent later. */
    private static final Set<FailureReason> OBSTACLES =
            Set.of(FailureReason.ALERT_CANCELLED, FailureReason.ALERT_EXPIRED, FailureReason.OPTED_OUT);

    /** An operator that wants no pause, or too short a one, gets this, doubled with each attempt. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /** So often one rule's opening may be the other's closing before they are taken never to meet. */
    private static final int MOST_ROUNDS = 4;

    private final ChannelProfile profile;
    private final Clock clock;
    private final RandomGenerator random;
    private final Predicate<UUID> cancelled;
    private final Predicate<UUID> departed;

    /**
     * @param cancelled whether an alert has been cancelled
     * @param departed whether a merchant wants nothing more on this channel
     */
    public Course(
            ChannelProfile profile,
            Clock clock,
            RandomGenerator random,
            Predicate<UUID> cancelled,
            Predicate<UUID> departed) {
        this.profile = profile;
        this.clock = clock;
        this.random = random;
        this.cancelled = cancelled;
        this.departed = departed;
    }

    /** Whether nothing may be handed over any more: the reason; empty where it may. */
    public Optional<FailureReason> obstacle(Delivery delivery) {
        if (cancelled.test(delivery.alertId())) {
            return Optional.of(FailureReason.ALERT_CANCELLED);
        }
        if (departed.test(delivery.recipientId())) {
            return Optional.of(FailureReason.OPTED_OUT);
        }
        return clock.instant().isBefore(delivery.expires())
                ? Optional.empty()
                : Optional.of(FailureReason.ALERT_EXPIRED);
    }

    /** Until when a lane may not be served at all on this channel; empty where it may be. */
    public Optional<Instant> closedUntil(Urgency lane) {
        Instant now = clock.instant();
        return lane == Urgency.URGENT
                        || profile.hours() == null
                        || profile.hours().contains(now)
                ? Optional.empty()
                : Optional.of(profile.hours().next(now));
    }

    /** Whether this is no hour for a delivery; empty where it may be handed over now. */
    public Optional<Closed> closed(Delivery delivery) {
        return closed(delivery, clock.instant());
    }

    private Optional<Closed> closed(Delivery delivery, Instant at) {
        if (profile.hours() == null) {
            return Optional.empty();
        }
        List<Hours> ours = delivery.lane() == Urgency.BULK ? List.of(profile.hours()) : List.of();
        List<Hours> theirs = delivery.quietHours() == null
                ? List.of()
                : List.of(Hours.outside(delivery.quietHours(), profile.hours().zone()));
        boolean shut = ours.stream().anyMatch(hours -> !hours.contains(at));
        boolean quiet = theirs.stream().anyMatch(hours -> !hours.contains(at));
        if (!shut && !quiet) {
            return Optional.empty();
        }
        List<Hours> all = Stream.concat(ours.stream(), theirs.stream()).toList();
        Instant until = at;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            for (Hours hours : all) {
                until = hours.next(until);
            }
        }
        Instant opening = until;
        boolean ever = all.stream().allMatch(hours -> hours.contains(opening));
        return Optional.of(new Closed(
                shut ? FailureReason.CONTACT_HOURS : FailureReason.QUIET_HOURS, ever ? opening : delivery.expires()));
    }

    /**
     * This is no hour for it, and nothing was sent. It waits for one; but where none comes before the alert expires, or
     * where it is urgent, the other channel has it at once, if there is one.
     */
    public Change postponed(Delivery delivery, Closed closed) {
        Draft draft = new Draft(delivery, null);
        boolean never = !closed.until().isBefore(delivery.expires());
        boolean elsewhere = delivery.lane() == Urgency.URGENT && delivery.fallbackNumbers() != null;
        if (!never && !elsewhere) {
            Duration wait = Duration.between(clock.instant(), closed.until());
            return draft.again(delivery.attempt() + 1, closed.reason(), wait.isNegative() ? Duration.ZERO : wait);
        }
        if (delivery.possibleDuplicate()) {
            return draft.finished(DeliveryState.UNCONFIRMED, FailureReason.INTERRUPTED);
        }
        boolean expired = never && delivery.tries() == 0;
        return draft.finished(expired ? DeliveryState.EXPIRED : profile.givenUp(), closed.reason());
    }

    /**
     * No hour for a delivery.
     *
     * @param until when there is one; its alert's end where there is none before
     */
    public record Closed(FailureReason reason, Instant until) {}

    /** What a hand-over led to. */
    public Change after(Delivery delivery, String carrier, HandOverOutcome outcome) {
        if (outcome instanceof Accepted accepted) {
            return new Draft(delivery, carrier)
                    .named(accepted.carrierMessageId(), accepted.at())
                    .waitingForReceipt();
        }
        if (outcome instanceof Final ended) {
            return ended(delivery, carrier, ended);
        }
        if (outcome instanceof Temporary temporary) {
            return temporary(delivery, carrier, temporary);
        }
        return unknown(delivery, carrier, ((Unknown) outcome).reason());
    }

    /** What a receipt leads to; empty where it says nothing new. */
    public Optional<Change> after(Delivery delivery, Receipt receipt) {
        boolean news = receipt.state().isFinal()
                && receipt.state().rank() > delivery.state().rank();
        if (!news) {
            return Optional.empty();
        }
        Draft draft = new Draft(delivery, null).named(delivery.carrierMessageId(), null);
        draft.optedOut = receipt.reason() == FailureReason.OPTED_OUT;
        if (!receipt.state().reached() && nextNumberHelps(delivery, receipt.reason())) {
            return Optional.of(nextNumber(draft.dead(receipt.reason()), delivery, receipt.reason()));
        }
        return Optional.of(draft.dead(receipt.reason()).finished(receipt.state(), receipt.reason()));
    }

    /** A receipt that came before the response of its own hand-over: both at once. */
    public Change after(Delivery delivery, String carrier, Accepted accepted, Receipt receipt) {
        Change taken = after(delivery, carrier, accepted);
        Delivery then = Deliveries.applied(delivery, taken);
        return after(then, receipt).map(change -> change.after(taken)).orElse(taken);
    }

    /** The lease ended, or the alert did, or the merchant left, before it was handed over. Nothing was sent. */
    public Change withheld(Delivery delivery, FailureReason reason) {
        Draft draft = new Draft(delivery, null);
        return OBSTACLES.contains(reason)
                ? neverSent(draft, delivery, reason)
                : draft.again(delivery.attempt() + 1, reason, Duration.ZERO);
    }

    /** No configured carrier serves its number. */
    public Change unserved(Delivery delivery) {
        return after(delivery, null, new Final(profile.givenUp(), FailureReason.NUMBER_INVALID, null, false));
    }

    private Change ended(Delivery delivery, String carrier, Final ended) {
        Draft draft = new Draft(delivery, carrier).named(null, ended.handedOverAt());
        draft.optedOut = ended.optedOut() || ended.reason() == FailureReason.OPTED_OUT;
        if (!ended.state().reached() && !draft.optedOut && nextNumberHelps(delivery, ended.reason())) {
            return nextNumber(draft.dead(ended.reason()), delivery, ended.reason());
        }
        DeliveryState state = ended.state();
        boolean ours = ended.reason() == FailureReason.NUMBER_UNREADABLE;
        return draft.dead(ended.reason()).finished(ours ? profile.givenUp() : state, ended.reason());
    }

    private boolean nextNumberHelps(Delivery delivery, FailureReason reason) {
        return !NOT_THE_NUMBERS_FAULT.contains(reason)
                && delivery.numberIndex() + 1 < delivery.numberCount()
                && obstacle(delivery).isEmpty();
    }

    private static Change nextNumber(Draft draft, Delivery delivery, FailureReason reason) {
        draft.messageId = null;
        draft.numberIndex = delivery.numberIndex() + 1;
        return draft.again(delivery.attempt() + 1, reason, Duration.ZERO);
    }

    private Change temporary(Delivery delivery, String carrier, Temporary temporary) {
        Draft draft = new Draft(delivery, carrier);
        Optional<FailureReason> obstacle = obstacle(delivery);
        if (obstacle.isPresent()) {
            return neverSent(draft, delivery, obstacle.get());
        }
        int numbers = Math.max(1, delivery.numberCount());
        draft.tries = delivery.tries() + (temporary.countsAsTry() ? 1 : 0);
        // The number was tried: the merchant's next one comes first, and only a full round is followed by a wait.
        boolean numberTried = temporary.state() != null;
        draft.numberIndex = numberTried ? (delivery.numberIndex() + 1) % numbers : delivery.numberIndex();
        boolean roundOver = !numberTried || draft.numberIndex == 0;
        int failures = numberTried ? (draft.tries + numbers - 1) / numbers : delivery.attempt();
        Duration delay = roundOver ? delay(delivery.lane(), failures, temporary.retryAfter()) : Duration.ZERO;
        if (temporary.countsAsTry() && delivery.lane() == Urgency.BULK) {
            delay = withinHours(delivery, delay);
        }
        if (!temporary.countsAsTry()) {
            delay = beforeItsEnd(delivery, delay);
        }
        boolean tooLate = !clock.instant().plus(delay).isBefore(delivery.expires());
        if (temporary.countsAsTry() && (draft.tries >= profile.maxTries() * numbers || tooLate)) {
            return draft.finished(profile.givenUp(), temporary.reason());
        }
        if (numberTried) {
            return draft.later(temporary.state(), delivery.attempt(), temporary.reason(), delay);
        }
        return draft.again(delivery.attempt() + 1, temporary.reason(), delay);
    }

    private Duration delay(Urgency lane, int failures, Duration wish) {
        if (wish == null) {
            return profile.retry(lane).after(failures, random);
        }
        // The wish is a stranger's: it neither makes a loop nor takes an alert out of the hours it is good for.
        Duration longest = profile.retry(lane).longest();
        Duration shortest = shorter(SHORTEST_PAUSE, longest);
        Duration growing = new RetryDelay(shortest, longest).after(failures, random);
        return shorter(longest, wish.compareTo(growing) < 0 ? growing : wish);
    }

    /** What costs no try leaves time for one: it waits for half of what is left at most. */
    private Duration beforeItsEnd(Delivery delivery, Duration delay) {
        Duration half = Duration.between(clock.instant(), delivery.expires()).dividedBy(2);
        return half.compareTo(SHORTEST_PAUSE) < 0 ? delay : shorter(delay, half);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What is not urgent and would be due at no hour for it comes at the next one. */
    private Duration withinHours(Delivery delivery, Duration delay) {
        Instant now = clock.instant();
        return closed(delivery, now.plus(delay))
                .map(closed -> Duration.between(now, closed.until()))
                .orElse(delay);
    }

    private Change unknown(Delivery delivery, String carrier, FailureReason reason) {
        Draft draft = new Draft(delivery, carrier);
        if (delivery.lane() == Urgency.BULK) {
            return draft.reasoned(DeliveryState.UNKNOWN, reason, Waiting.SETTLEMENT);
        }
        if (obstacle(delivery).isPresent()) {
            return draft.finished(DeliveryState.UNCONFIRMED, reason);
        }
        draft.possibleDuplicate = true;
        // It counts, and waits longer each time: an operator that takes all and answers nothing must not flood anybody.
        draft.tries = delivery.tries() + 1;
        if (draft.tries >= profile.maxTries() * Math.max(1, delivery.numberCount())) {
            return draft.finished(DeliveryState.UNCONFIRMED, reason);
        }
        Duration delay = delivery.tries() == 0 ? Duration.ZERO : delay(delivery.lane(), delivery.tries(), null);
        return draft.unknownFor(delay, reason);
    }

    /** An earlier attempt may have arrived: then "never handed over" would not be true. */
    private static Change neverSent(Draft draft, Delivery delivery, FailureReason reason) {
        if (delivery.possibleDuplicate()) {
            return draft.finished(DeliveryState.UNCONFIRMED, FailureReason.INTERRUPTED);
        }
        return draft.finished(
                reason == FailureReason.ALERT_EXPIRED ? DeliveryState.EXPIRED : DeliveryState.CANCELLED, reason);
    }

    /** A change under construction; begins as "all stays as it is". */
    private final class Draft {
        private final Delivery delivery;
        private final String carrier;
        private String messageId;
        private Instant handedOverAt;
        private int tries;
        private int numberIndex;
        private int numberDead = -1;
        private boolean possibleDuplicate;
        private boolean optedOut;

        Draft(Delivery delivery, String carrier) {
            this.delivery = delivery;
            this.carrier = carrier;
            this.tries = delivery.tries();
            this.numberIndex = delivery.numberIndex();
            this.possibleDuplicate = delivery.possibleDuplicate();
        }

        Draft named(String newMessageId, Instant at) {
            messageId = newMessageId;
            handedOverAt = at;
            return this;
        }

        Draft dead(FailureReason reason) {
            numberDead = reason == FailureReason.NUMBER_DEAD ? delivery.numberIndex() : -1;
            return this;
        }

        Change waitingForReceipt() {
            return change(
                    new Step(DeliveryState.ACCEPTED, delivery.attempt(), null), Waiting.RECEIPT, profile.queryAfter());
        }

        Change reasoned(DeliveryState state, FailureReason reason, Waiting waitsFor) {
            return change(new Step(state, delivery.attempt(), reason), waitsFor, Duration.ZERO);
        }

        Change unknownFor(Duration delay, FailureReason reason) {
            return later(DeliveryState.UNKNOWN, delivery.attempt(), reason, delay);
        }

        Change again(int attempt, FailureReason reason, Duration delay) {
            return later(DeliveryState.QUEUED, attempt, reason, delay);
        }

        Change later(DeliveryState state, int attempt, FailureReason reason, Duration delay) {
            return change(new Step(state, attempt, reason), Waiting.ATTEMPT, delay);
        }

        Change finished(DeliveryState state, FailureReason reason) {
            return change(new Step(state, delivery.attempt(), reason), null, Duration.ZERO);
        }

        private Change change(Step step, Waiting waitsFor, Duration delay) {
            boolean failed = waitsFor == null
                    && !step.state().reached()
                    && !optedOut
                    && step.reason() != FailureReason.OPTED_OUT;
            return new Change(
                    delivery.deliveryId(),
                    delivery.attempt(),
                    List.of(step),
                    tries,
                    numberIndex,
                    carrier,
                    messageId,
                    handedOverAt,
                    waitsFor,
                    delay,
                    possibleDuplicate,
                    optedOut,
                    numberDead,
                    failed
                            && delivery.fallbackNumbers() != null
                            && obstacle(delivery).isEmpty());
        }
    }
}
