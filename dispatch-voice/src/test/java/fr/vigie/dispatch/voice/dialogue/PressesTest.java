package fr.vigie.dispatch.voice.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressesTest {
    private long nanoTime = Long.MAX_VALUE - 1_000_000_000; // of any origin
    private final Presses presses = new Presses(() -> nanoTime);

    @ParameterizedTest
    @ValueSource(ints = {100, 600, 2_000, 10_000})
    void shouldBeOneWhenAKeyIsHeldAndAnInfoTellsOfItWhenItIsLetGo(int millis) {
        assertThat(presses.begun('9')).isTrue();
        hold('9', millis);

        assertThat(presses.byInfo('9')).isFalse();
        pass(1_999);
        assertThat(presses.byInfo('9')).as("sent again").isFalse();
        pass(1);
        assertThat(presses.byInfo('9')).as("another press").isTrue();
    }

    @Test
    void shouldBeOneWhenItsSoundBeginsAgainWhileItIsHeld() {
        presses.begun('9');
        hold('9', 400);
        assertThat(presses.begun('9')).as("by another source").isFalse();
        hold('9', 400);
        pass(299);
        assertThat(presses.begun('9')).isFalse();
    }

    @Test
    void shouldBeTwoWhenOneFollowsTheOtherQuickly() {
        presses.begun('9');
        hold('9', 80);
        pass(300);

        assertThat(presses.begun('9')).isTrue();
    }

    @Test
    void shouldBeTwoWhenBothAreToldInBothWays() {
        assertThat(presses.begun('9')).isTrue();
        hold('9', 100);
        assertThat(presses.byInfo('9')).isFalse();
        pass(400);
        assertThat(presses.begun('9')).as("an INFO prolongs nothing").isTrue();
        hold('9', 100);
        assertThat(presses.byInfo('9')).isFalse();
    }

    @Test
    void shouldBeTwoWhenTheInfosComeFirst() {
        assertThat(presses.byInfo('9')).isTrue();
        pass(100);
        assertThat(presses.begun('9')).isFalse();
        hold('9', 100);
        pass(400);
        assertThat(presses.byInfo('9')).isFalse();
        pass(100);
        assertThat(presses.begun('9')).isTrue();
    }

    @Test
    void shouldBeOneWhenAnInfoIsRepeated() {
        assertThat(presses.byInfo('9')).isTrue();
        for (int i = 0; i < 6; i++) {
            pass(500);
            assertThat(presses.byInfo('9')).isFalse();
        }
        pass(1_000);
        assertThat(presses.byInfo('9')).isTrue();
    }

    @Test
    void shouldNotMindOtherKeys() {
        assertThat(presses.begun('9')).isTrue();
        assertThat(presses.byInfo('1')).isTrue();
        assertThat(presses.begun('5')).isTrue();
        assertThat(presses.byInfo('9')).as("late").isFalse();
    }

    private void hold(char key, int millis) {
        for (int i = 0; i < millis; i += 20) {
            pass(20);
            presses.held(key);
        }
    }

    private void pass(int millis) {
        nanoTime += Duration.ofMillis(millis).toNanos();
    }
}
