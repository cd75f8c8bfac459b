package fr.vigie.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.delivery.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of a dispatcher, each a sending and a booking thread with a pool of its own, on one real database. */
class PacesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String CARRIER = "operator";

    private TestDatabase database;
    private final List<Copy> copies = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.with("/db/dispatch/V1_2__pace.sql");
    }

    @AfterEach
    void close() throws Exception {
        for (Copy copy : copies) {
            copy.stop();
        }
        database.close();
    }

    @Test
    void shouldKeepOneLimitAndUseItWhenThreeCopiesAreBusy() throws Exception {
        // Given
        int rate = 1_000;
        for (int i = 0; i < 3; i++) {
            copies.add(new Copy(rate, i));
        }

        // When: each has more to send than all may
        copies.forEach(copy -> copy.want(new Demand(0, 1_000_000)));

        // Then: it is used for four seconds, be it after a while
        await(() -> mostIn(4 * SECOND, sent()) > 4 * rate * 0.6);
        copies.forEach(copy -> copy.want(Demand.NONE));
        // And: the plain reference, units in all the time that begins with one
        List<Long> sent = sent();
        int tolerance = (int) (rate * (Share.SLICE_NANOS + Allowance.GRACE_NANOS) / SECOND);
        assertThat(mostIn(SECOND, sent)).isLessThanOrEqualTo(rate + tolerance);
        assertThat(mostIn(4 * SECOND, sent)).isLessThanOrEqualTo((int) (4 * rate * 1.01) + tolerance);
        assertThat(copies).allSatisfy(copy -> assertThat(copy.sent.size()).isGreaterThan(rate / 2));
    }

    @Test
    void shouldLetUrgentThroughAtOnceWhenAnotherCopyIsBusyWithBulk() throws Exception {
        // Given
        Copy busy = new Copy(200, 1);
        Copy idle = new Copy(200, 2);
        copies.addAll(List.of(busy, idle));
        busy.want(new Demand(0, 1_000_000));
        await(() -> busy.sent.size() > 100);

        // When
        long asked = System.nanoTime();
        idle.want(new Demand(1, 1));

        // Then
        await(() -> !idle.sent.isEmpty());
        long first = idle.sent.get(0);
        assertThat(List.copyOf(busy.sent).stream().filter(at -> at > asked && at < first))
                .as("bulk that went before it")
                .hasSizeLessThan(400);
    }

    @Test
    void shouldCountThePartsOfTextsWhenTheRateIsLow() throws Exception {
        // Given
        Copy copy = new Copy(10, 3);
        copy.parts = 3;
        copies.add(copy);

        // When
        copy.want(new Demand(0, 1_000));
        await(() -> copy.sent.size() >= 10);

        // Then: thirty parts, of which some may be ahead of their time
        assertThat(copy.sent.get(9) - copy.sent.get(0)).isGreaterThan(18 * SECOND / 10);
    }

    @Test
    void shouldBookNothingWhenNothingWaits() throws Exception {
        // Given
        Copy copy = new Copy(10, 4);
        copies.add(copy);
        copy.want(new Demand(0, 1));
        await(() -> copy.sent.size() == 1);

        // When
        sleepUntil(System.nanoTime() + 5 * SECOND / 2); // the booking thread looks once a second at least

        // Then: one unit was booked, the one that was sent, and nothing since
        assertThat(bookedAhead()).isLessThan(-2);
    }

    /** How far ahead of its own clock the database is booked, in seconds. */
    private double bookedAhead() {
        return database.copy()
                .transaction(statements -> statements
                        .run("SELECT extract(epoch FROM next_free - clock_timestamp())::float8 FROM pace")
                        .iterator()
                        .next()
                        .getDouble(0));
    }

    private List<Long> sent() {
        List<Long> all = new ArrayList<>();
        copies.forEach(copy -> all.addAll(List.copyOf(copy.sent)));
        Collections.sort(all);
        return all;
    }

    private static int mostIn(long time, List<Long> sorted) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) >= time) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    private static void sleepUntil(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long until = System.nanoTime() + 60 * SECOND;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** One copy: sends whatever it may, with pauses of its own. */
    private final class Copy {
        private final List<Long> sent = Collections.synchronizedList(new ArrayList<>());
        private final Paces paces = new Paces(database.copy());
        private final Pace pace;
        private final Thread booking;
        private final Thread sending;
        private volatile Demand demand = Demand.NONE;
        private volatile int parts = 1;
        private volatile boolean stopped;

        Copy(int rate, long seed) {
            pace = paces.of(CARRIER, () -> rate);
            booking = new Thread(paces, "booking");
            sending = new Thread(() -> send(new Random(seed)), "sending");
            booking.start();
            sending.start();
        }

        void want(Demand wanted) {
            demand = wanted;
        }

        private void send(Random random) {
            while (!stopped) {
                long now = System.nanoTime();
                Demand wanted = demand;
                paces.wants(pace, wanted, now);
                while (wanted.all() > 0 && pace.allows(System.nanoTime())) {
                    long at = System.nanoTime();
                    pace.spend(parts, at);
                    sent.add(at);
                    if (wanted.all() == 1) {
                        demand = Demand.NONE;
                        wanted = demand;
                    }
                }
                LockSupport.parkNanos(500_000 + random.nextInt(1_500_000));
            }
        }

        void stop() throws InterruptedException {
            stopped = true;
            paces.stop();
            sending.join();
            booking.join();
        }
    }
}
