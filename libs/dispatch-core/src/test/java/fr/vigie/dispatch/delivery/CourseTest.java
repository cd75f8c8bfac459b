package fr.vigie.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:55:00Z");
    private static final Instant EXPIRES = NOW.plusSeconds(3600);

    private final Set<UUID> cancelled = new HashSet<>();
    private final Set<UUID> departed = new HashSet<>();
    private final ChannelProfile calls = new ChannelProfile(
            Channel.VOICE,
            DeliveryState.CALLING,
            DeliveryState.FAILED,
            Duration.ofMinutes(3),
            Duration.ZERO,
            3,
            RetryDelay.constant(Duration.ofMinutes(5)),
            RetryDelay.constant(Duration.ofMinutes(5)),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    private final Course course =
            new Course(calls, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1), cancelled::contains, departed::contains);

    @Test
    void shouldCallTheNextNumberAtOnceAndWaitOnlyAfterARound() {
        Delivery first = row(DeliveryState.CALLING, 1, 0, 0, "n0 n1");

        Change busy = course.after(first, "trunk", busy());
        assertThat(busy.last()).isEqualTo(new Step(DeliveryState.BUSY, 1, FailureReason.LINE_BUSY));
        assertThat(busy.numberIndex()).isEqualTo(1);
        assertThat(busy.tries()).isEqualTo(1);
        assertThat(busy.delay()).isZero();
        assertThat(busy.waitsFor()).isEqualTo(Waiting.ATTEMPT);

        Change round = course.after(row(DeliveryState.CALLING, 2, 1, 1, "n0 n1"), "trunk", busy());
        assertThat(round.numberIndex()).isZero();
        assertThat(round.delay()).isBetween(Duration.ofSeconds(270), Duration.ofSeconds(330));
    }

    @Test
    void shouldGiveUpAndFallBackWhenEveryNumberWasTriedOftenEnough() {
        Change last = course.after(row(DeliveryState.CALLING, 6, 5, 1, "n0 n1"), "trunk", busy());
        assertThat(last.last().state()).isEqualTo(DeliveryState.FAILED);
        assertThat(last.waitsFor()).isNull();
        assertThat(last.fallback()).isTrue();
    }

    @Test
    void shouldGiveUpInTimeForTheFallbackWhenTheNextTryWouldComeTooLate() {
        Course late = new Course(
                calls,
                Clock.fixed(EXPIRES.minusSeconds(60), ZoneOffset.UTC),
                new Random(1),
                cancelled::contains,
                departed::contains);
        Change change = late.after(row(DeliveryState.CALLING, 1, 0, 0, "n0"), "trunk", busy());
        assertThat(change.last().state()).isEqualTo(DeliveryState.FAILED);
        assertThat(change.fallback()).isTrue();
    }

    @Test
    void shouldNotCountATryWhenTheOperatorOnlyAsksForTime() {
        Temporary throttled = new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofSeconds(2));
        Change change = course.after(row(DeliveryState.CALLING, 4, 2, 0, "n0"), "trunk", throttled);
        assertThat(change.last()).isEqualTo(new Step(DeliveryState.QUEUED, 5, FailureReason.CARRIER_THROTTLED));
        assertThat(change.tries()).isEqualTo(2);
        assertThat(change.delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldSendNothingMoreWhenTheAlertIsCancelled() {
        Delivery row = row(DeliveryState.CALLING, 1, 0, 0, "n0 n1");
        cancelled.add(row.alertId());

        assertThat(course.obstacle(row)).contains(FailureReason.ALERT_CANCELLED);
        assertThat(course.after(row, "trunk", busy()).last().state()).isEqualTo(DeliveryState.CANCELLED);
        Change refused = course.after(
                row, "trunk", new Final(DeliveryState.REJECTED, FailureReason.NUMBER_INVALID, null, false));
        assertThat(refused.last().state()).isEqualTo(DeliveryState.REJECTED);
        assertThat(refused.fallback()).isFalse();
    }

    @Test
    void shouldNotClaimThatNothingWasSentWhenAnEarlierAttemptMayHaveArrived() {
        Delivery row = duplicate(row(DeliveryState.SENDING, 2, 0, 0, "n0"));
        cancelled.add(row.alertId());
        Change change = course.withheld(row, FailureReason.ALERT_CANCELLED);
        assertThat(change.last().state()).isEqualTo(DeliveryState.UNCONFIRMED);
    }

    @Test
    void shouldSendUrgentAgainSlowerAndSlowerAndNotForEverWhenNobodyAnswers() {
        Unknown unknown = new Unknown(FailureReason.CARRIER_SILENT);
        Change first = course.after(row(DeliveryState.CALLING, 1, 0, 0, "n0"), "trunk", unknown);
        assertThat(first.tries()).isEqualTo(1);
        assertThat(first.delay()).isZero();

        Change second = course.after(row(DeliveryState.CALLING, 2, 1, 0, "n0"), "trunk", unknown);
        assertThat(second.waitsFor()).isEqualTo(Waiting.ATTEMPT);
        assertThat(second.delay()).isPositive();

        Change last = course.after(row(DeliveryState.CALLING, 3, 2, 0, "n0"), "trunk", unknown);
        assertThat(last.last().state()).isEqualTo(DeliveryState.UNCONFIRMED);
        assertThat(last.waitsFor()).isNull();
    }

    @Test
    void shouldSendUrgentAgainAndLetBulkWaitWhenTheOutcomeIsUnknown() {
        Unknown unknown = new Unknown(FailureReason.CARRIER_SILENT);
        Change urgent = course.after(row(DeliveryState.CALLING, 1, 0, 0, "n0"), "trunk", unknown);
        assertThat(urgent.last()).isEqualTo(new Step(DeliveryState.UNKNOWN, 1, FailureReason.CARRIER_SILENT));
        assertThat(urgent.waitsFor()).isEqualTo(Waiting.ATTEMPT);
        assertThat(urgent.possibleDuplicate()).isTrue();

        Change bulk = course.after(bulk(row(DeliveryState.CALLING, 1, 0, 0, "n0")), "trunk", unknown);
        assertThat(bulk.waitsFor()).isEqualTo(Waiting.SETTLEMENT);
        assertThat(bulk.possibleDuplicate()).isFalse();
    }

    @Test
    void shouldTellBothStepsWhenTheReceiptOvertookTheResponse() {
        Delivery row = row(DeliveryState.SENDING, 1, 0, 0, "n0");
        Change both = course.after(row, "sim", new Accepted("7", NOW), receipt(DeliveryState.DELIVERED, null));
        assertThat(both.steps())
                .extracting(Step::state)
                .containsExactly(DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
        assertThat(both.guardAttempt()).isEqualTo(1);
        assertThat(both.carrier()).isEqualTo("sim");
        assertThat(both.carrierMessageId()).isEqualTo("7");
        assertThat(both.handedOverAt()).isEqualTo(NOW);
        assertThat(both.waitsFor()).isNull();
    }

    @Test
    void shouldIgnoreAReceiptThatSaysNothingNew() {
        Delivery delivered = row(DeliveryState.DELIVERED, 1, 0, 0, "");
        assertThat(course.after(delivered, receipt(DeliveryState.DELIVERED, null)))
                .isEmpty();
        assertThat(course.after(delivered, receipt(DeliveryState.UNDELIVERABLE, FailureReason.UNSPECIFIED)))
                .isEmpty();
        Delivery accepted = row(DeliveryState.ACCEPTED, 1, 0, 0, "n0");
        assertThat(course.after(accepted, receipt(DeliveryState.ACCEPTED, null)))
                .isEmpty();
    }

    @Test
    void shouldReplaceUnconfirmedWhenTheReceiptComesLate() {
        Delivery unconfirmed = row(DeliveryState.UNCONFIRMED, 1, 0, 0, "");
        assertThat(course.after(unconfirmed, receipt(DeliveryState.DELIVERED, null)))
                .get()
                .satisfies(change -> assertThat(change.last().state()).isEqualTo(DeliveryState.DELIVERED));
    }

    @Test
    void shouldNotFallBackNorTryAgainWhenTheMerchantOptedOut() {
        Change change = course.after(
                row(DeliveryState.CALLING, 1, 0, 0, "n0 n1"),
                "trunk",
                new Final(DeliveryState.ANSWERED, null, NOW, true));
        assertThat(change.last().state()).isEqualTo(DeliveryState.ANSWERED);
        assertThat(change.optedOut()).isTrue();
        assertThat(change.fallback()).isFalse();
    }

    @Test
    void shouldSendNothingToAMerchantWhoLeftAndNotFallBack() {
        Delivery waiting = row(DeliveryState.CALLING, 1, 0, 0, "n0 n1");
        departed.add(waiting.recipientId());

        assertThat(course.obstacle(waiting)).contains(FailureReason.OPTED_OUT);
        Change change = course.withheld(waiting, FailureReason.OPTED_OUT);
        assertThat(change.last()).isEqualTo(new Step(DeliveryState.CANCELLED, 1, FailureReason.OPTED_OUT));
        assertThat(change.waitsFor()).isNull();
        assertThat(change.fallback()).isFalse();
        assertThat(change.optedOut()).isFalse();
    }

    @Test
    void shouldNotSayNeverSentWhenAMerchantLeftWhoMayHaveReceivedIt() {
        Delivery again = duplicate(row(DeliveryState.CALLING, 2, 0, 0, "n0"));
        departed.add(again.recipientId());

        assertThat(course.withheld(again, FailureReason.OPTED_OUT).last())
                .isEqualTo(new Step(DeliveryState.UNCONFIRMED, 2, FailureReason.INTERRUPTED));
    }

    @Test
    void shouldTellThatTheMerchantLeftWhenTheOperatorSaysSo() {
        Change refused = course.after(
                row(DeliveryState.SENDING, 1, 0, 0, "n0 n1"),
                "sim",
                new Final(DeliveryState.REJECTED, FailureReason.OPTED_OUT, null, false));
        Change receipt = course.after(
                        row(DeliveryState.ACCEPTED, 1, 0, 0, "n0 n1"),
                        receipt(DeliveryState.UNDELIVERABLE, FailureReason.OPTED_OUT))
                .orElseThrow();

        assertThat(refused.last()).isEqualTo(new Step(DeliveryState.REJECTED, 1, FailureReason.OPTED_OUT));
        assertThat(receipt.last()).isEqualTo(new Step(DeliveryState.UNDELIVERABLE, 1, FailureReason.OPTED_OUT));
        for (Change change : List.of(refused, receipt)) {
            assertThat(change.optedOut()).isTrue();
            assertThat(change.waitsFor()).isNull();
            assertThat(change.fallback()).isFalse();
            assertThat(change.numberDead()).isEqualTo(-1);
        }
    }

    private static Temporary busy() {
        return new Temporary(DeliveryState.BUSY, FailureReason.LINE_BUSY, true, null);
    }

    private static Receipt receipt(DeliveryState state, FailureReason reason) {
        return new Receipt("sim", "7", state, reason, NOW);
    }

    private static Delivery row(DeliveryState state, int attempt, int tries, int numberIndex, String numbers) {
        return row(Urgency.URGENT, state, attempt, tries, numberIndex, numbers, false);
    }

    private static Delivery bulk(Delivery row) {
        return row(Urgency.BULK, row.state(), row.attempt(), row.tries(), row.numberIndex(), row.numbers(), false);
    }

    private static Delivery duplicate(Delivery row) {
        return row(row.lane(), row.state(), row.attempt(), row.tries(), row.numberIndex(), row.numbers(), true);
    }

    private static Delivery row(
            Urgency lane,
            DeliveryState state,
            int attempt,
            int tries,
            int numberIndex,
            String numbers,
            boolean possibleDuplicate) {
        UUID id = UUID.randomUUID();
        return new Delivery(
                id,
                id,
                id,
                id,
                null,
                lane,
                state,
                attempt,
                tries,
                numberIndex,
                0,
                0,
                possibleDuplicate,
                EXPIRES,
                null,
                null,
                null,
                null,
                null,
                numbers,
                numbers.isEmpty() ? null : "f0");
    }
}
