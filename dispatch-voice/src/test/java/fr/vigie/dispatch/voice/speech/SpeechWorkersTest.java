package fr.vigie.dispatch.voice.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpeechWorkersTest {
    private final SpeechWorkers workers = new SpeechWorkers();
    private final CountDownLatch held = new CountDownLatch(1);
    private final List<Turn> done = new CopyOnWriteArrayList<>();
    private long number;

    @AfterEach
    void end() {
        held.countDown();
        workers.close();
    }

    @Test
    void shouldTakeUrgentTextsHoweverManyOthersWaitAndBeforeThem() {
        // Given both threads busy, and as many in front of them as may wait
        for (int i = 0; i < 2 + 400; i++) {
            ask(Turn.LISTENER);
        }
        assertThatThrownBy(() -> ask(Turn.LISTENER)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> ask(Turn.BULK)).isInstanceOf(RejectedExecutionException.class);

        // When
        ask(Turn.URGENT);
        ask(Turn.URGENT);
        held.countDown();

        // Then
        Awaitility.await().until(() -> done.size() == 404);
        assertThat(done.subList(0, 6)).contains(Turn.URGENT, Turn.URGENT);
        assertThat(done).filteredOn(Turn.URGENT::equals).hasSize(2);
    }

    private void ask(Turn turn) {
        workers.execute(new Place(turn, number++, () -> {
            try {
                held.await();
                done.add(turn);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
