package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final long MILLI = 1_000_000;

    private final Health health = new Health(Duration.ofSeconds(2), true);

    @Test
    void shouldBeWellWhenAFewFail() {
        for (int i = 0; i < 1_000; i++) {
            health.answered(i % 50 == 0, 20 * MILLI);
        }
        assertThat(health.value()).isGreaterThan(0.85);
    }

    @Test
    void shouldLoseItsShareWhenMostFailAndWinItBackByProbes() {
        answer(500, false, 20 * MILLI);

        answer(40, true, 20 * MILLI);
        assertThat(health.sick()).isTrue();
        assertThat(health.value()).isEqualTo(0.01);

        answer(10, false, 20 * MILLI);
        assertThat(health.sick()).isFalse();
        answer(60, false, 20 * MILLI);
        assertThat(health.value()).isEqualTo(1);
    }

    @Test
    void shouldLoseItsShareWhenItTakesLongerThanTheCeiling() {
        answer(50, false, 1_900 * MILLI);
        assertThat(health.value()).isEqualTo(1);

        answer(100, false, 4_000 * MILLI);
        assertThat(health.value()).isLessThan(0.2);
    }

    @Test
    void shouldLoseItsShareWhenItTakesFarLongerThanItUsedTo() {
        answer(2_000, false, 50 * MILLI);

        answer(60, false, 700 * MILLI); // far below the ceiling
        assertThat(health.value()).isLessThan(0.2);

        answer(60, false, 50 * MILLI);
        assertThat(health.value()).isEqualTo(1);
    }

    @Test
    void shouldNotCountTheTimeOfACall() {
        Health calls = new Health(Duration.ofSeconds(2), false);
        for (int i = 0; i < 100; i++) {
            calls.answered(false, 60_000 * MILLI);
        }
        assertThat(calls.value()).isEqualTo(1);
    }

    private void answer(int times, boolean failed, long nanos) {
        for (int i = 0; i < times; i++) {
            health.answered(failed, nanos);
        }
    }
}
