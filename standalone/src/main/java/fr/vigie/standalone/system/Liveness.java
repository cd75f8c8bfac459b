package fr.vigie.standalone.system;

import java.time.Duration;

/**
 * Whether a service says of itself that it must be started again: a consumer that has died never comes back in the same
 * process. One that does not answer is not judged; it may be busy, starting, or stopped by a signal.
 */
final class Liveness {
    private static final Duration ASK_EVERY = Duration.ofSeconds(3);
    private static final int PATIENCE = 3;

    private final Readiness readiness;
    private final String url;
    private long askAt;
    private int refusals;

    Liveness(Readiness readiness, String url) {
        this.readiness = readiness;
        this.url = url;
        begin();
    }

    /** The service is a new process. */
    synchronized void begin() {
        askAt = System.nanoTime() + ASK_EVERY.toNanos();
        refusals = 0;
    }

    /** Asks now and then; false when it has said three times in a row that it is not alive. */
    synchronized boolean alive() {
        if (System.nanoTime() - askAt >= 0) {
            refusals = readiness.refuses(url) ? refusals + 1 : 0;
            askAt = System.nanoTime() + ASK_EVERY.toNanos();
        }
        return refusals < PATIENCE;
    }
}
