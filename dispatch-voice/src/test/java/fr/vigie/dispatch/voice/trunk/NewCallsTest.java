package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewCallsTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void shouldHoldBackWhatASecondCannotTakeWhenAllOfItIsDueAtOnce() {
        NewCalls calls = new NewCalls(3);

        assertThat(calls.begin(0)).isZero();
        assertThat(calls.begin(10 * MILLI)).isZero();
        assertThat(calls.begin(10 * MILLI)).isZero();
        assertThat(calls.begin(10 * MILLI)).isEqualTo(990 * MILLI);
        assertThat(calls.begin(SECOND)).isZero();
        assertThat(calls.begin(SECOND)).isEqualTo(10 * MILLI);
    }

    @Test
    void shouldHoldNothingBackWhenThereIsNoRate() {
        NewCalls calls = new NewCalls(0);

        for (int i = 0; i < 100_000; i++) {
            assertThat(calls.begin(1)).isZero();
        }
    }

    @Test
    void shouldNeverExceedTheRateNorWasteItWhateverTheStops() {
        Random random = new Random(42);
        for (int run = 0; run < 50; run++) {
            int rate = 1 + random.nextInt(200);
            NewCalls calls = new NewCalls(rate);
            // Calls that are due at the rate, but for stops after which all that was due comes at once.
            PriorityQueue<Long> due = new PriorityQueue<>();
            long stopped = 0;
            for (int i = 0; i < 10 * rate; i++) {
                long at = i * SECOND / rate;
                if (random.nextInt(rate) == 0) {
                    stopped = at + random.nextInt(500) * MILLI;
                }
                due.add(Math.max(at, stopped));
            }
            List<Long> begun = new ArrayList<>();
            while (!due.isEmpty()) {
                long now = due.poll();
                long wait = calls.begin(now);
                if (wait == 0) {
                    begun.add(now);
                } else {
                    due.add(now + wait);
                }
            }

            assertThat(mostInASecond(begun)).isLessThanOrEqualTo(rate);
            assertThat(begun.get(begun.size() - 1)).isLessThan(11 * SECOND);
        }
    }

    private static int mostInASecond(List<Long> times) {
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (long time : times) {
            window.addLast(time);
            while (time - window.peekFirst() >= SECOND) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }
}
