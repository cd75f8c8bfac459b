package fr.vigie.dispatch.lines;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.delivery.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of a dispatcher, each with calls and a leasing thread of its own, on one real database. Ten lines. */
class LineSharesTest {
    private static final int LINES = 10;
    private static final int BULK = 8;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger bulkCalls = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger mostBulk = new AtomicInteger();
    private final List<Copy> copies = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.with("/db/dispatch/V1_5__line_share.sql");
    }

    @AfterEach
    void close() throws Exception {
        for (Copy copy : copies) {
            copy.kill();
        }
        database.close();
    }

    @Test
    void shouldHoldNoMoreThanTheOperatorsLinesWhileCopiesComeAndGo() throws Exception {
        // Given
        Copy first = copy("1", 0.3);
        Awaitility.await().atMost(LIMIT).until(() -> calls.get() == LINES);

        // When: two more come while all lines are taken, and the first leaves
        Copy second = copy("2", 0.3);
        Copy third = copy("3", 0.3);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> first.all() + second.all() + third.all() == LINES && second.all() > 0 && third.all() > 0);
        first.leave();

        // Then
        Awaitility.await().atMost(LIMIT).until(() -> second.all() == 5 && third.all() == 5);
        Awaitility.await().atMost(LIMIT).until(() -> calls.get() == LINES);
        assertThat(second.bulk() + third.bulk()).isEqualTo(BULK);
        assertThat(most).hasValue(LINES);
        assertThat(mostBulk.get()).isLessThanOrEqualTo(BULK);
    }

    @Test
    void shouldLeaveTheReservedLinesFreeWhenThereIsNothingUrgent() throws Exception {
        copy("1", 0);
        copy("2", 0);
        copy("3", 0);

        Awaitility.await().atMost(LIMIT).until(() -> bulkCalls.get() == BULK);
        assertThat(most).hasValue(BULK);
    }

    @Test
    void shouldGiveTheLinesOfACopyThatDiedToTheOthersWhenItsLeaseHasEnded() throws Exception {
        // Given
        Copy dies = copy("1", 0.3);
        Copy lives = copy("2", 0.3);
        Awaitility.await().atMost(LIMIT).until(() -> dies.all() == 5 && lives.all() == 5);

        // When
        dies.kill();

        // Then
        Awaitility.await().atMost(LIMIT).until(() -> lives.all() == LINES);
    }

    @Test
    void shouldHaveItsOwnLinesAtOnceWhenACopyIsStartedAgain() throws Exception {
        // Given
        Copy dies = copy("1", 0.3);
        Copy lives = copy("2", 0.3);
        Awaitility.await().atMost(LIMIT).until(() -> dies.all() == 5 && lives.all() == 5);
        dies.kill();

        // When
        Copy again = copy("1", 0.3);

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> again.all() == 5);
    }

    private Copy copy(String instance, double urgent) {
        Copy copy = new Copy(instance, urgent);
        copies.add(copy);
        return copy;
    }

    /** Takes every line that it may, for a while each. */
    private final class Copy {
        private final LineShares shares;
        private final LineShare share;
        private final Object lock = new Object();
        private final Random random;
        private final double urgent;
        private final Thread leasing;
        private final Thread calling;
        private final List<Call> up = new ArrayList<>();
        private volatile boolean stopping;

        private record Call(long ends, boolean bulk) {}

        Copy(String instance, double urgent) {
            this.random = new Random(instance.hashCode());
            this.urgent = urgent;
            this.shares = new LineShares(database.copy(), instance, 0.2);
            this.share = shares.of("operator", () -> LINES);
            share.counting(() -> {
                synchronized (lock) {
                    return up.size();
                }
            });
            this.leasing = new Thread(shares);
            this.calling = new Thread(this::call);
            leasing.start();
            calling.start();
        }

        int all() {
            return share.all(System.nanoTime());
        }

        int bulk() {
            return share.bulk(System.nanoTime());
        }

        private void call() {
            while (!stopping) {
                synchronized (lock) {
                    long now = System.nanoTime();
                    up.removeIf(call -> now - call.ends() > 0 && ended(call));
                    boolean isBulk = random.nextDouble() >= urgent;
                    long bulkUp = up.stream().filter(Call::bulk).count();
                    if (up.size() < share.all(now) && (!isBulk || bulkUp < share.bulk(now))) {
                        up.add(new Call(now + 200_000_000L + random.nextInt(2_000_000_000), isBulk));
                        most.accumulateAndGet(calls.incrementAndGet(), Math::max);
                        mostBulk.accumulateAndGet(isBulk ? bulkCalls.incrementAndGet() : 0, Math::max);
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }
        }

        private boolean ended(Call call) {
            calls.decrementAndGet();
            bulkCalls.addAndGet(call.bulk() ? -1 : 0);
            return true;
        }

        /** Its calls end with it, and nobody is told. */
        void kill() throws InterruptedException {
            stopping = true;
            calling.join();
            shares.stop();
            leasing.join();
            up.forEach(this::ended);
            up.clear();
        }

        void leave() throws InterruptedException {
            kill();
            shares.release();
        }
    }
}
