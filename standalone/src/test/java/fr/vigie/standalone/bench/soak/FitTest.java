package fr.vigie.standalone.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fr.vigie.standalone.bench.soak.Fit.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FitTest {
    @Test
    void shouldFindTheLineWhenAllPointsLieOnIt() {
        Fit fit = Fit.through(List.of(new Point(10, 5), new Point(12, 6), new Point(20, 10)));

        assertThat(fit.slope()).isCloseTo(0.5, within(1e-12));
        assertThat(fit.start()).isCloseTo(5, within(1e-12));
        assertThat(fit.error()).isCloseTo(0, within(1e-9));
    }

    /** The slope of least squares is the mean of all pairs' slopes, each weighted by the square of its distance in time. */
    @RepeatedTest(200)
    void shouldAgreeWithThePairsOfPoints(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<Point> points = new ArrayList<>();
        double time = random.nextDouble() * 1_000;
        for (int count = 3 + random.nextInt(40); points.size() < count; time += 0.1 + random.nextDouble() * 60) {
            points.add(new Point(time, random.nextGaussian() * 100 + time * (random.nextInt(3) - 1)));
        }

        Fit fit = Fit.through(points);

        double together = 0;
        double weight = 0;
        for (Point one : points) {
            for (Point other : points) {
                double apart = other.seconds() - one.seconds();
                together += apart * (other.value() - one.value());
                weight += apart * apart;
            }
        }
        double slope = together / weight;
        assertThat(fit.slope()).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        double off = points.stream()
                .mapToDouble(point -> point.value()
                        - fit.start()
                        - fit.slope() * (point.seconds() - points.get(0).seconds()))
                .sum();
        assertThat(off).isCloseTo(0, within(1e-6));
    }

    /** Of many series with the same noise the slopes lie about the true one as far as the error says. */
    @Test
    void shouldTellHowFarTheSlopeMayBeWrong() {
        Random random = new Random(7);
        int inside = 0;
        for (int run = 0; run < 2_000; run++) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < 26; i++) {
                points.add(new Point(30 * i, 100 + 0.01 * 30 * i + random.nextGaussian()));
            }
            Fit fit = Fit.through(points);
            inside += Math.abs(fit.slope() - 0.01) < 2 * fit.error() ? 1 : 0;
        }

        assertThat(inside / 2_000.0).isBetween(0.92, 0.97); // Student's t with 24 degrees of freedom: 0.943
    }

    @Test
    void shouldRefuseWhatHasNoSlope() {
        assertThatThrownBy(() -> Fit.through(List.of(new Point(0, 1), new Point(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fit.through(List.of(new Point(1, 1), new Point(1, 2), new Point(1, 3))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
