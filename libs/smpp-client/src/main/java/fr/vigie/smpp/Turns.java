package fr.vigie.smpp;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work for an event loop from any thread. What gathers until the loop comes to it is done in one turn, so that what it
 * writes leaves in one write.
 */
final class Turns {
    /** Other sessions of the loop want their turn too. */
    private static final int MOST_IN_A_TURN = 2_000;

    private final Context context;
    private final Runnable atEnd;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();

    /** @param atEnd done on the loop after the work of a turn */
    Turns(Context context, Runnable atEnd) {
        this.context = context;
        this.atEnd = atEnd;
    }

    void post(Runnable task) {
        work.add(task);
        call();
    }

    private void call() {
        if (!called.get() && called.compareAndSet(false, true)) {
            context.runOnContext(ignored -> {
                called.set(false);
                take();
            });
        }
    }

    /** On the loop: does what has gathered. */
    void take() {
        int done = 0;
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
            if (++done == MOST_IN_A_TURN) {
                call();
                break;
            }
        }
        atEnd.run();
    }
}
