package fr.vigie.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.dispatch.carrier.Hours;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.QuietHours;
import fr.vigie.events.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
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

    private static final Instant EVENING = Instant.parse("2026-11-21T19:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-11-22T07:00:00Z");

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
    private final ChannelProfile daytime = new ChannelProfile(
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
            Duration.ZERO,
            new Hours(LocalTime.of(8, 0), LocalTime.of(20, 0), ZoneId.of("Europe/Paris")));
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
        Change change = course.after(row(DeliveryState.CALLING, 1, 2, 0, "n0"), "trunk", throttled);
        assertThat(change.last()).isEqualTo(new Step(DeliveryState.QUEUED, 2, FailureReason.CARRIER_THROTTLED));
        assertThat(change.tries()).isEqualTo(2);
        assertThat(change.delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldWaitNoLongerThanTheLanesOwnDelayWhateverTheOperatorWants() {
        Temporary anHour = new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofHours(1));
        Change change = course.after(row(DeliveryState.CALLING, 1, 0, 0, "n0"), "trunk", anHour);
        assertThat(change.delay()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void shouldLeaveTimeForAnotherTryBeforeTheAlertExpires() {
        Course late = new Course(
                calls,
                Clock.fixed(EXPIRES.minusSeconds(60), ZoneOffset.UTC),
                new Random(1),
                cancelled::contains,
                departed::contains);
        Delivery row = row(DeliveryState.CALLING, 1, 0, 0, "n0");

        Temporary anHour = new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofHours(1));
        assertThat(late.after(row, "trunk", anHour).delay()).isEqualTo(Duration.ofSeconds(30));
        Temporary noWish = new Temporary(null, FailureReason.CARRIER_SILENT, false, null);
        assertThat(late.after(row, "trunk", noWish).delay()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldPauseLongerEachTimeWhereTheOperatorWantsNoPauseAtAll() {
        Temporary atOnce = new Temporary(null, FailureReason.CARRIER_ERROR, false, Duration.ZERO);
        for (int attempt = 1; attempt < 9; attempt++) {
            Change change = course.after(row(DeliveryState.CALLING, attempt, 0, 0, "n0"), "trunk", atOnce);
            Duration doubled = Duration.ofSeconds(1L << (attempt - 1));
            assertThat(change.delay())
                    .isBetween(
                            doubled.multipliedBy(9).dividedBy(10),
                            doubled.multipliedBy(11).dividedBy(10));
        }
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

    @Test
    void shouldPutWhatIsNotUrgentOffToTheNextMorning() {
        Delivery row = quiet(bulk(row(DeliveryState.CALLING, 2, 1, 0, "n0")), EVENING.plusSeconds(86_400), null);
        Course evening = at(EVENING);

        Change change = evening.postponed(row, evening.closed(row).orElseThrow());

        assertThat(evening.closedUntil(Urgency.BULK)).contains(MORNING);
        assertThat(change.last()).isEqualTo(new Step(DeliveryState.QUEUED, 3, FailureReason.CONTACT_HOURS));
        assertThat(change.waitsFor()).isEqualTo(Waiting.ATTEMPT);
        assertThat(change.delay()).isEqualTo(Duration.between(EVENING, MORNING));
        assertThat(change.tries()).isEqualTo(1);
        assertThat(at(EVENING.minusSeconds(1)).closed(row)).isEmpty();
        assertThat(at(MORNING).closed(row)).isEmpty();
    }

    @Test
    void shouldCallAtAnyTimeWhereItIsUrgent() {
        assertThat(at(EVENING).closedUntil(Urgency.URGENT)).isEmpty();
        assertThat(at(EVENING).closed(row(DeliveryState.CALLING, 1, 0, 0, "n0")))
                .isEmpty();
    }

    @Test
    void shouldEndAndFallBackAtOnceWhenTheAlertIsOverBeforeTheNextMorning() {
        Course evening = at(EVENING);
        Delivery never = quiet(bulk(row(DeliveryState.QUEUED, 0, 0, 0, "n0")), MORNING, null);
        Change change = evening.postponed(never, evening.closed(never).orElseThrow());
        assertThat(change.last()).isEqualTo(new Step(DeliveryState.EXPIRED, 0, FailureReason.CONTACT_HOURS));
        assertThat(change.waitsFor()).isNull();
        assertThat(change.fallback()).isTrue();

        Delivery rangBefore = quiet(bulk(row(DeliveryState.NO_ANSWER, 1, 1, 0, "n0")), MORNING, null);
        assertThat(evening.postponed(rangBefore, evening.closed(rangBefore).orElseThrow())
                        .last()
                        .state())
                .isEqualTo(DeliveryState.FAILED);
        Delivery perhaps = quiet(row(Urgency.BULK, DeliveryState.UNKNOWN, 1, 0, 0, "n0", true), MORNING, null);
        assertThat(evening.postponed(perhaps, evening.closed(perhaps).orElseThrow())
                        .last()
                        .state())
                .isEqualTo(DeliveryState.UNCONFIRMED);
    }

    @Test
    void shouldNotTryAgainInTheEveningWhatWasBusyJustBefore() {
        Course late = at(EVENING.minusSeconds(60));
        Delivery row = quiet(bulk(row(DeliveryState.CALLING, 1, 0, 0, "n0")), EVENING.plusSeconds(86_400), null);

        Change change = late.after(row, "trunk", busy());

        assertThat(change.last().state()).isEqualTo(DeliveryState.BUSY);
        assertThat(change.delay()).isEqualTo(Duration.between(EVENING.minusSeconds(60), MORNING));
        Delivery tooLate = quiet(row, MORNING, null);
        assertThat(late.after(tooLate, "trunk", busy()).last().state()).isEqualTo(DeliveryState.FAILED);
        assertThat(late.after(tooLate, "trunk", busy()).fallback()).isTrue();
    }

    @Test
    void shouldLeaveAMerchantAloneInItsQuietHoursEvenWhereItIsUrgent() {
        Course evening = at(EVENING);
        Instant nextWeek = EVENING.plusSeconds(7 * 86_400);
        QuietHours nights = new QuietHours(LocalTime.of(19, 0), LocalTime.of(9, 30));

        Delivery withSms = quiet(row(DeliveryState.CALLING, 1, 0, 0, "n0"), nextWeek, nights);
        Change elsewhere = evening.postponed(withSms, evening.closed(withSms).orElseThrow());
        assertThat(elsewhere.last()).isEqualTo(new Step(DeliveryState.FAILED, 1, FailureReason.QUIET_HOURS));
        assertThat(elsewhere.fallback()).isTrue();

        Delivery callsOnly = withoutFallback(withSms);
        Change waits = evening.postponed(callsOnly, evening.closed(callsOnly).orElseThrow());
        assertThat(waits.last()).isEqualTo(new Step(DeliveryState.QUEUED, 2, FailureReason.QUIET_HOURS));
        assertThat(waits.delay()).isEqualTo(Duration.between(EVENING, MORNING.plusSeconds(5_400)));

        Delivery bulk = quiet(bulk(withSms), nextWeek, nights);
        assertThat(evening.closed(bulk).orElseThrow().until()).isEqualTo(MORNING.plusSeconds(5_400));
    }

    @Test
    void shouldNotWaitForAnHourThatNeverComes() {
        Course noon = at(Instant.parse("2026-11-22T11:00:00Z"));
        QuietHours allDay = new QuietHours(LocalTime.of(7, 0), LocalTime.of(21, 0));
        Delivery row =
                quiet(bulk(row(DeliveryState.CALLING, 1, 0, 0, "n0")), Instant.parse("2026-11-29T11:00:00Z"), allDay);

        Change change = noon.postponed(row, noon.closed(row).orElseThrow());

        assertThat(change.last()).isEqualTo(new Step(DeliveryState.EXPIRED, 1, FailureReason.QUIET_HOURS));
        assertThat(change.fallback()).isTrue();
    }

    @Test
    void shouldImposeNoHoursOnAChannelThatHasNone() {
        Delivery row = quiet(
                bulk(row(DeliveryState.SENDING, 1, 0, 0, "n0")),
                EXPIRES,
                new QuietHours(LocalTime.of(1, 0), LocalTime.of(0, 59)));
        assertThat(course.closed(row)).isEmpty();
        assertThat(course.closedUntil(Urgency.BULK)).isEmpty();
    }

    private Course at(Instant now) {
        return new Course(
                daytime, Clock.fixed(now, ZoneOffset.UTC), new Random(1), cancelled::contains, departed::contains);
    }

    private static Delivery quiet(Delivery row, Instant expires, QuietHours quietHours) {
        return copy(row, expires, row.fallbackNumbers(), quietHours);
    }

    private static Delivery withoutFallback(Delivery row) {
        return copy(row, row.expires(), null, row.quietHours());
    }

    private static Delivery copy(Delivery row, Instant expires, String fallbackNumbers, QuietHours quietHours) {
        return new Delivery(
                row.deliveryId(),
                row.alertId(),
                row.recipientId(),
                row.contentId(),
                null,
                row.lane(),
                row.state(),
                row.attempt(),
                row.tries(),
                row.numberIndex(),
                0,
                0,
                row.possibleDuplicate(),
                expires,
                null,
                null,
                null,
                null,
                null,
                row.numbers(),
                fallbackNumbers,
                quietHours);
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
                numbers.isEmpty() ? null : "f0",
                null);
    }
}
