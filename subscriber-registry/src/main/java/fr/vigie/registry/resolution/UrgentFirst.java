package fr.vigie.registry.resolution;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Has bulk step back while urgent alerts are being resolved: both want the same processors, database and broker, and
 * what is urgent is through within a moment. Bulk goes on slowly all the same, or a long urgent alert would stop it.
 * Thread-safe.
 */
final class UrgentFirst {
    private int underWay;

    /** Runs the resolution of an urgent alert. */
    boolean urgent(Work work) {
        count(1);
        try {
            return work.run();
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int more) {
        underWay += more;
        notifyAll();
    }

    /** Waits until nothing urgent is under way, but no longer than so. */
    synchronized void giveWay(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); underWay > 0 && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
    }

    /** Returns what {@link #urgent} returns. */
    interface Work {
        boolean run();
    }
}
