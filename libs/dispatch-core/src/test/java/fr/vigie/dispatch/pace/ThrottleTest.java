package fr.vigie.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** An operator that answers after 20 ms, fed as fast as the throttle allows, by a clock that is turned by hand. */
class ThrottleTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long LATENCY = 20 * MILLI;

    private final Throttle throttle = new Throttle();
    private final List<long[]> underWay = new ArrayList<>();
    private long now = 7 * SECOND;
    private int accepted;
    private int refused;
    private int offered;

    @Test
    void shouldUseNearlyAllThatAnOperatorTakesAndAnnoyItLittleWhenItsLimitIsNotKnown() {
        // Given
        Bucket operator = new Bucket(500);
        feed(5, 5_000, operator);
        accepted = 0;
        refused = 0;

        // When
        feed(10, 5_000, operator);

        // Then
        assertThat(accepted).isBetween((int) (10 * 500 * 0.9), 10 * 500 + 50);
        assertThat(refused).isLessThan(accepted / 10);
        assertThat(throttle.limit(now)).isBetween(400.0, 700.0);
    }

    @Test
    void shouldGrowAgainWhenTheOperatorTakesMore() {
        // Given
        feed(3, 5_000, new Bucket(100));
        assertThat(throttle.limit(now)).isLessThan(200);

        // When
        feed(15, 5_000, at -> true);

        // Then
        assertThat(throttle.limit(now)).isGreaterThan(1_000);
    }

    @Test
    void shouldSlowNobodyWhenOneNumberIsRefused() {
        feed(2, 2_000, at -> ++offered % 100 != 0);
        assertThat(refused).isGreaterThan(10);
        assertThat(throttle.limit(now)).isInfinite();
    }

    @Test
    void shouldGiveUpSlowingWhenItDoesNotHelp() {
        // Given: every tenth is refused, at any pace
        Random random = new Random(17);

        // When
        feed(20, 2_000, at -> random.nextInt(10) > 0);
        accepted = 0;
        feed(10, 2_000, at -> random.nextInt(10) > 0);

        // Then
        assertThat(accepted).isGreaterThan(10 * 2_000 * 9 / 10 * 9 / 10);
    }

    @Test
    void shouldUseWhatAnOperatorTakesWhenItCountsByTheSecondOfItsClock() {
        // Given: 800 in each second of its clock, at once if they come at once, and nothing more
        CalendarSecond operator = new CalendarSecond(800);
        feed(2, 20_000, operator);

        // When, Then
        for (int second = 0; second < 20; second++) {
            accepted = 0;
            feed(1, 20_000, operator);
            assertThat(accepted).as("second " + second).isGreaterThan(700);
        }
        assertThat(throttle.limit(now)).isBetween(700.0, 1_000.0);
    }

    @Test
    void shouldTryAgainSoonWhenAnOperatorTookNothingForAWhile() {
        // Given
        CalendarSecond operator = new CalendarSecond(800);
        feed(4, 20_000, operator);
        feed(10, 20_000, at -> false);
        assertThat(throttle.limit(now)).isLessThan(200);

        // When
        feed(15, 20_000, operator);

        // Then
        accepted = 0;
        feed(5, 20_000, operator);
        assertThat(accepted).isGreaterThan(5 * 600);
    }

    /** Offers so many a second where the throttle allows. */
    private void feed(int seconds, int perSecond, LongPredicate operator) {
        long until = now + seconds * SECOND;
        double due = 0;
        while (now < until) {
            now += MILLI;
            due = Math.min(perSecond / 10.0, due + perSecond / 1_000.0);
            while (due >= 1 && throttle.allows(now)) {
                due--;
                throttle.spend(1, now);
                underWay.add(new long[] {now, operator.test(now) ? 1 : 0});
            }
            while (!underWay.isEmpty() && underWay.get(0)[0] + LATENCY <= now) {
                long[] answer = underWay.remove(0);
                accepted += (int) answer[1];
                refused += (int) (1 - answer[1]);
                throttle.answered(1, answer[1] == 0, answer[0], now);
            }
        }
    }

    /** Takes so many a second, and a tenth of a second's worth after a pause. */
    private static final class Bucket implements LongPredicate {
        private final int perSecond;
        private double tokens;
        private long filledAt = Long.MIN_VALUE;

        Bucket(int perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public boolean test(long at) {
            double since = filledAt == Long.MIN_VALUE ? 1 : (at - filledAt) / 1e9;
            tokens = Math.min(perSecond / 10.0, tokens + since * perSecond);
            filledAt = at;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }

    /** Takes the first so many of each second of its clock. */
    private static final class CalendarSecond implements LongPredicate {
        private final int perSecond;
        private long second;
        private int taken;

        CalendarSecond(int perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public boolean test(long at) {
            long current = (at + SECOND / 3) / SECOND;
            if (current != second) {
                second = current;
                taken = 0;
            }
            return ++taken <= perSecond;
        }
    }
}
