package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.standalone.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class KeeperTest {
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger failuresToCome = new AtomicInteger();
    private final CountDownLatch back = new CountDownLatch(1);
    private final CountDownLatch recorded = new CountDownLatch(1);
    private final AtomicInteger recordsToFail = new AtomicInteger();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Keeper keeper =
            new Keeper(new Part("part", () -> 1L, alive::get, this::restart), said::add, this::record);

    @AfterEach
    void stop() {
        keeper.stop();
    }

    @Test
    void shouldTryUntilThePartIsBackAndSayEachFailureOnce() throws Exception {
        failuresToCome.set(2);
        alive.set(false);

        keeper.start();

        assertThat(back.await(15, TimeUnit.SECONDS)).isTrue();
        assertThat(starts).hasValue(3);
        assertThat(said).containsExactly("part ended; starting it again", "part did not start, trying again: no room");
    }

    @Test
    void shouldLeaveAHeldPartDeadUntilItIsReleased() throws Exception {
        keeper.hold();
        alive.set(false);

        keeper.start();
        boolean backWhileHeld = back.await(1, TimeUnit.SECONDS);
        keeper.release();

        assertThat(backWhileHeld).isFalse();
        assertThat(back.await(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldTellOfTheNewProcessAgainWhereThatFailed() throws Exception {
        recordsToFail.set(1);
        alive.set(false);

        keeper.start();

        assertThat(recorded.await(15, TimeUnit.SECONDS)).isTrue();
        assertThat(starts).hasValue(1);
    }

    private void restart() {
        starts.incrementAndGet();
        if (failuresToCome.getAndDecrement() > 0) {
            throw new Fault("no room");
        }
        alive.set(true);
        back.countDown();
    }

    private void record() {
        if (recordsToFail.getAndDecrement() > 0) {
            throw new Fault("no room");
        }
        recorded.countDown();
    }
}
