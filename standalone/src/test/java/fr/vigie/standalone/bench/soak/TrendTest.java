package fr.vigie.standalone.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fr.vigie.standalone.bench.soak.Fit.Point;
import fr.vigie.standalone.bench.soak.Trend.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Series as a soak of a quarter of an hour has them: ten looks at a heap of 40 MB, 27 at all else. */
class TrendTest {
    private static final double LENGTH = 780;
    private static final double TEXTS = 1_500_000;

    @RepeatedTest(200)
    void shouldFindALeakOfTwiceTheToleranceUnderNoise(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());

        Trend trend = heap(share -> 40 + 4 * share + random.nextGaussian() * 0.5);

        assertThat(trend.verdict()).isEqualTo(Verdict.GROWS);
    }

    @RepeatedTest(200)
    void shouldNotTakeNoiseForALeak(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());

        Trend trend = heap(share -> 40 + random.nextGaussian() * 3);

        assertThat(trend.verdict()).isEqualTo(Verdict.STEADY);
    }

    @RepeatedTest(100)
    void shouldNotTakeAFewOutliersForALeak(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());

        Trend trend = trend(Measure.UNREAD, 27, share -> random.nextInt(8) == 0 ? 400_000 * random.nextDouble() : 500);

        assertThat(trend.verdict()).isEqualTo(Verdict.STEADY);
    }

    @RepeatedTest(50)
    void shouldNotTakeWarmingUpForALeak(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());

        Trend trend = heap(share -> 40 + 10 * (1 - Math.exp(-10 * share)) + random.nextGaussian() * 0.1);

        assertThat(trend.verdict()).isEqualTo(Verdict.STEADY);
    }

    @RepeatedTest(50)
    void shouldNotTakeAHeapThatFillsAndThenStaysForALeak(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());

        Trend trend = heap(share -> 40 + 20 * Math.min(0.4, share) + random.nextGaussian() * 0.1);

        assertThat(trend.grown()).isGreaterThan(3 * trend.tolerance());
        assertThat(trend.verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void shouldFindALeakThatBeginsInTheMiddle() {
        Trend trend = heap(share -> share < 0.5 ? 40 : 40 + 20 * (share - 0.5));

        assertThat(trend.verdict()).isEqualTo(Verdict.GROWS);
    }

    @Test
    void shouldFindAThreadForEachMinute() {
        Trend trend = trend(Measure.THREADS, 27, share -> 60 + Math.floor(13 * share));

        assertThat(trend.verdict()).isEqualTo(Verdict.GROWS);
        assertThat(trend.first()).isEqualTo(60);
        assertThat(trend.last()).isEqualTo(73);
    }

    @Test
    void shouldAllowWhatIsWithinTheTolerance() {
        Trend trend = heap(share -> 40 + 1.9 * share);

        assertThat(trend.verdict()).isEqualTo(Verdict.STEADY);
        assertThat(trend.tolerance()).isEqualTo(2);
        assertThat(trend.grown()).isCloseTo(1.9, within(1e-9));
        assertThat(trend.perHour()).isCloseTo(1.9 * 3_600 / LENGTH, within(1e-9));
    }

    @Test
    void shouldNotComplainOfWhatShrinks() {
        assertThat(heap(share -> 80 - 30 * share).verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void shouldAllowALogALineForEachAlertAndNotForEachText() {
        double lineForEachAlert = TEXTS / 1_500 * 200 / 1_024;
        double lineForEachText = TEXTS * 100 / 1_024;

        assertThat(trend(Measure.LOG, 27, share -> 50 + lineForEachAlert * share)
                        .verdict())
                .isEqualTo(Verdict.STEADY);
        assertThat(trend(Measure.LOG, 27, share -> 50 + lineForEachText * share).verdict())
                .isEqualTo(Verdict.GROWS);
    }

    @Test
    void shouldCallWhatIsStoredMeantToGrow() {
        assertThat(trend(Measure.STORED, 27, share -> 100 + 5_000 * share).verdict())
                .isEqualTo(Verdict.BY_DESIGN);
    }

    @Test
    void shouldCallWhatTheSimulatorsRememberMeantToGrowAndNothingElseOfThem() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            points.add(new Point(60 * i, 20 + 2 * i));
        }

        assertThat(Trend.of(new Figure(Measure.HEAP, "simulators"), points, TEXTS, 0)
                        .verdict())
                .isEqualTo(Verdict.BY_DESIGN);
        assertThat(Trend.of(new Figure(Measure.THREADS, "simulators"), points, TEXTS, 0)
                        .verdict())
                .isEqualTo(Verdict.GROWS);
    }

    @Test
    void shouldAllowPostgresToTouchItsBuffersAndNoOneElseToGrowAsMuch() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            points.add(new Point(5 * i, 186 + 2 * i));
        }

        assertThat(Trend.of(new Figure(Measure.MEMORY, "postgres"), points, TEXTS, 0)
                        .verdict())
                .isEqualTo(Verdict.STEADY);
        assertThat(Trend.of(new Figure(Measure.MEMORY, "dispatch-sms"), points, TEXTS, 0)
                        .verdict())
                .isEqualTo(Verdict.GROWS);
    }

    @Test
    void shouldNotJudgeAHandfulOfLooks() {
        assertThat(trend(Measure.HEAP, 4, share -> 40 + 100 * share).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private static Trend heap(DoubleUnaryOperator valueAtShare) {
        return trend(Measure.HEAP, 10, valueAtShare);
    }

    private static Trend trend(Measure measure, int looks, DoubleUnaryOperator valueAtShare) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < looks; i++) {
            double share = i / (looks - 1.0);
            points.add(new Point(120 + LENGTH * share, valueAtShare.applyAsDouble(share)));
        }
        return Trend.of(new Figure(measure, "dispatch-sms"), points, TEXTS, 0);
    }
}
