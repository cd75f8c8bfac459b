package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Workers workers = new Workers();

    @Test
    void shouldGoOnWhateverIsThrownInAThread() throws InterruptedException {
        // Given
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        CountDownLatch end = new CountDownLatch(1);

        // When
        Thread thread = workers.start("test", () -> {
            third.countDown();
            switch (rounds.incrementAndGet()) {
                case 1 -> throw new StackOverflowError();
                case 2 -> throw new IllegalStateException("a fault of ours");
                default -> await(end);
            }
        });

        // Then
        assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isAlive()).isTrue();
        assertThat(workers.alive()).isTrue();
        end.countDown();
        thread.join(10_000);
        assertThat(rounds).hasValue(3);
    }

    @Test
    void shouldNotBeAliveOnceAThreadHasEndedThatWasNotToldTo() throws InterruptedException {
        Thread thread = workers.start("test", () -> {});
        thread.join(10_000);
        assertThat(workers.alive()).isFalse();

        workers.stopping();
        assertThat(workers.alive()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
