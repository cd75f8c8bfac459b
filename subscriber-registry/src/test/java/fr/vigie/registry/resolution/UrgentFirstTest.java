package fr.vigie.registry.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UrgentFirstTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final UrgentFirst urgentFirst = new UrgentFirst();

    @Test
    void shouldLetBulkGoOnAtOnceWhenNothingUrgentIsUnderWay() throws InterruptedException {
        long begun = System.nanoTime();

        urgentFirst.giveWay(LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    }

    @Test
    void shouldHoldBulkUntilTheUrgentAlertIsThrough() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch through = new CountDownLatch(1);
        CompletableFuture<Boolean> urgent = CompletableFuture.supplyAsync(() -> urgentFirst.urgent(() -> {
            begun.countDown();
            try {
                through.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }));
        begun.await();

        // When: it may wait for a moment, and then for long
        long waiting = System.nanoTime();
        urgentFirst.giveWay(Duration.ofMillis(50));
        assertThat(System.nanoTime() - waiting).isGreaterThanOrEqualTo(50_000_000);
        assertThat(urgent).isNotDone();
        through.countDown();
        long begunAgain = System.nanoTime();
        urgentFirst.giveWay(LONG);

        // Then: as soon as it is through
        assertThat(Duration.ofNanos(System.nanoTime() - begunAgain)).isLessThan(LONG);
        assertThat(urgent).succeedsWithin(LONG).isEqualTo(true);
    }
}
