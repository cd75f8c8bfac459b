package fr.vigie.dispatch.voice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.voice.trunk.CallDetail;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WaitingCallsTest {
    private static final UUID ALERT = UUID.randomUUID();
    private static final Instant NOW = Instant.now();

    private final WaitingCalls waiting = new WaitingCalls(2);

    @Test
    void shouldNeedOneWriteForACallThatEndsBeforeItsOpeningWasTaken() {
        CallDetail call = Calls.begun(ALERT, NOW);
        waiting.begun(call);

        waiting.ended(Calls.ended(call));

        assertThat(waiting.take(10)).containsExactly(Calls.ended(call));
        assertThat(waiting.take(10)).isEmpty();
    }

    @Test
    void shouldTakeTheEndOfACallWhoseOpeningWasTakenBefore() {
        CallDetail call = Calls.begun(ALERT, NOW);
        waiting.begun(call);
        assertThat(waiting.take(10)).containsExactly(call);

        waiting.ended(Calls.ended(call));

        assertThat(waiting.take(10)).containsExactly(Calls.ended(call));
    }

    @Test
    void shouldHaveRoomForEndsHoweverManyOpeningsWait() {
        List<CallDetail> calls =
                Stream.generate(() -> Calls.begun(ALERT, NOW)).limit(5).toList();
        calls.forEach(waiting::begun);

        assertThat(waiting.ended(Calls.ended(calls.get(0)))).isTrue();
        assertThat(waiting.ended(Calls.ended(calls.get(1)))).isTrue();
        assertThat(waiting.ended(Calls.ended(calls.get(2)))).isFalse();

        assertThat(waiting.size()).isEqualTo(4);
        assertThat(waiting.take(3))
                .hasSize(3)
                .startsWith(Calls.ended(calls.get(0)), Calls.ended(calls.get(1)))
                .last()
                .isIn(calls.get(3), calls.get(4));
        assertThat(waiting.take(3)).hasSize(1);
        assertThat(waiting.size()).isZero();
    }
}
