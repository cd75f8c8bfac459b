package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who gets through to a proxy that has had trouble, second by second. */
class GateTest {
    private final Gate gate = new Gate();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void shouldLetOneCallThroughAfterARestAndAllWhenItWasTaken() {
        closed(Duration.ZERO);
        pass(2);

        long probe = gate.enter(now);

        assertThat(probe).isNotEqualTo(Gate.CLOSED);
        assertThat(gate.isOpen(now)).isFalse();
        assertThat(gate.enter(now)).isEqualTo(Gate.CLOSED);
        assertThat(gate.taken(probe)).isTrue();
        assertThat(gate.proven()).isTrue();
        assertThat(gate.enter(now)).isNotEqualTo(Gate.CLOSED);
        assertThat(gate.enter(now)).isNotEqualTo(Gate.CLOSED);
    }

    @Test
    void shouldRestLongerAfterEachProbeThatMeetsTroubleButEightSecondsAtMost() {
        closed(Duration.ZERO);
        for (int seconds : new int[] {2, 4, 8, 8, 8}) {
            assertThat(rest()).isEqualTo(seconds);
            gate.troubled(gate.enter(now), Duration.ZERO, now);
        }
        rest();
        gate.taken(gate.enter(now));

        gate.troubled(gate.enter(now), Duration.ZERO, now);

        assertThat(rest()).isEqualTo(2);
    }

    @Test
    void shouldRestAsLongAsTheProxyWishesButAMinuteAtMost() {
        closed(Duration.ofSeconds(20));
        assertThat(rest()).isEqualTo(20);

        gate.troubled(gate.enter(now), Duration.ofHours(1), now);

        assertThat(rest()).isEqualTo(60);
    }

    @Test
    void shouldLetAnotherProbeThroughWhenTheFirstShowsNothingForAWhile() {
        closed(Duration.ZERO);
        pass(2);
        long first = gate.enter(now);
        pass(2);
        assertThat(gate.isOpen(now)).isFalse();
        pass(1);

        long second = gate.enter(now);

        assertThat(second).isNotEqualTo(Gate.CLOSED);
        assertThat(gate.enter(now)).isEqualTo(Gate.CLOSED);
        gate.left(first);
        assertThat(gate.isOpen(now)).as("the second is under way").isFalse();
        assertThat(gate.taken(first)).as("it is a call of the present, too").isTrue();
    }

    @Test
    void shouldLetAnotherProbeThroughAtOnceWhenTheFirstNeverBegan() {
        closed(Duration.ZERO);
        pass(2);

        gate.left(gate.enter(now));

        assertThat(gate.isOpen(now)).isTrue();
        assertThat(gate.proven()).isFalse();
    }

    @Test
    void shouldNotBelieveACallOfBeforeTheRestHoweverItEnds() {
        long up = gate.enter(now);
        long late = gate.enter(now);
        closed(Duration.ZERO);
        assertThat(gate.taken(up)).isFalse();
        pass(1);

        gate.troubled(late, Duration.ZERO, now);

        assertThat(rest()).as("prolonged, and no longer than the first").isEqualTo(2);
        assertThat(gate.taken(up)).isFalse();
        assertThat(gate.proven()).isFalse();
    }

    @Test
    void shouldNotHonourAPassOfBeforeTheRest() {
        long waiting = gate.enter(now);
        assertThat(gate.honours(waiting, now)).isTrue();
        closed(Duration.ZERO);
        assertThat(gate.honours(waiting, now)).isFalse();
        pass(2);

        long probe = gate.enter(now);

        assertThat(gate.honours(probe, now)).isTrue();
        assertThat(gate.honours(waiting, now)).isFalse();
        gate.taken(probe);
        assertThat(gate.honours(waiting, now)).as("it was sent back meanwhile").isFalse();
    }

    private void closed(Duration wish) {
        gate.troubled(gate.enter(now), wish, now);
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    /** Waits for its end: seconds. */
    private int rest() {
        int seconds = 0;
        for (; !gate.isOpen(now) && seconds < 100; seconds++) {
            pass(1);
        }
        return seconds;
    }
}
