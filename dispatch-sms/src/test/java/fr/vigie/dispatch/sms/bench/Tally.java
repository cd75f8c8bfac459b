package fr.vigie.dispatch.sms.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts responses and receipts, and stops the clock at the last of both. */
final class Tally {
    private static final long LIMIT_SECONDS = 120;

    private final int texts;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger receipts = new AtomicInteger();
    private volatile long last;

    Tally(int texts) {
        this.texts = texts;
    }

    void taken() {
        taken.incrementAndGet();
        last = System.nanoTime();
    }

    void refused() {
        refused.incrementAndGet();
    }

    void receipt() {
        receipts.incrementAndGet();
        last = System.nanoTime();
    }

    /** Waits for everything. */
    long awaitLast() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (taken.get() < texts || receipts.get() < texts) {
            if (System.nanoTime() > end || refused.get() > 0) {
                throw new IllegalStateException(
                        "of " + texts + ": taken " + taken + ", refused " + refused + ", receipts " + receipts);
            }
            Thread.sleep(1);
        }
        return last;
    }

    /**
     * How many receipts have not come when all have or the time has passed.
     *
     * @throws IllegalStateException where not every text was taken
     */
    int receiptsMissingAfter(Duration limit) throws InterruptedException {
        if (taken.get() < texts) {
            throw new IllegalStateException("of " + texts + ": taken " + taken + ", refused " + refused);
        }
        long end = System.nanoTime() + limit.toNanos();
        while (receipts.get() < texts && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        return Math.max(0, texts - receipts.get());
    }
}
