package fr.vigie.simulators.telephony;

import java.util.concurrent.locks.LockSupport;

/** Sums up what telephones heard. */
final class SoundLedger implements AutoCloseable {
    private static final long LOOK_NANOS = 5_000_000;
    private static final int PROMPT_MILLIS = 20;
    private static final int TOLERATED_MILLIS = 40;

    private Histogram late = new Histogram();
    private Histogram start = new Histogram();
    private Histogram heldUp = new Histogram();
    private long legs;
    private long lost;
    private long repeated;
    private long skipped;
    private Thread watch;

    /**
     * Adds a leg that has ended.
     *
     * @param answeredNanos when the answer was sent, by {@link System#nanoTime}
     */
    synchronized void add(Arrivals arrivals, long answeredNanos) {
        if (arrivals.frames() == 0) {
            return;
        }
        legs++;
        lost += arrivals.lost();
        repeated += arrivals.repeated();
        skipped += arrivals.skipped();
        arrivals.lateness(late::add);
        start.add((arrivals.firstNanos() - answeredNanos) / 1_000);
    }

    synchronized HeardSound sum() {
        return new HeardSound(
                legs,
                late.count(),
                lost,
                repeated,
                skipped,
                late.above(PROMPT_MILLIS),
                late.above(TOLERATED_MILLIS),
                late.summary(),
                start.summary(),
                heldUp.summary());
    }

    /** Forgets everything, and watches from now on how promptly this process runs. */
    synchronized void beginAnew() {
        late = new Histogram();
        start = new Histogram();
        heldUp = new Histogram();
        legs = 0;
        lost = 0;
        repeated = 0;
        skipped = 0;
        if (watch == null) {
            watch = new Thread(this::watch, "telephone-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private void watch() {
        while (!Thread.interrupted()) {
            long wanted = System.nanoTime() + LOOK_NANOS;
            LockSupport.parkNanos(LOOK_NANOS);
            long overslept = System.nanoTime() - wanted;
            synchronized (this) {
                heldUp.add(overslept / 1_000);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.interrupt();
        }
    }
}
