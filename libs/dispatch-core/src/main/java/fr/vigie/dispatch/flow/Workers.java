package fr.vigie.dispatch.flow;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The dispatcher's threads. Whatever is thrown in one, errors included, costs it the round and a pause, never its life;
 * should one end all the same before it is told to, {@link #alive} says so. Thread-safe.
 */
final class Workers {
    private static final Logger LOG = Logger.getLogger(Workers.class);
    private static final long PAUSE_MILLIS = 250;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** @param work returns when it was told to end, or is interrupted; can be run again after it threw */
    synchronized Thread start(String name, Runnable work) {
        Thread thread = new Thread(() -> persist(name, work), "dispatch-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void persist(String name, Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException | Error e) {
                StackTraceElement[] trace = e.getStackTrace();
                LOG.errorf(
                        "begins again after a fault of ours worker=%s failure=%s at=%s",
                        name, e.getClass().getName(), trace.length > 0 ? trace[0] : "unknown");
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** From now on they may end. */
    void stopping() {
        stopping = true;
    }

    /** False where a thread has ended that should not have: only a new start of the service helps. */
    synchronized boolean alive() {
        return stopping || threads.stream().allMatch(Thread::isAlive);
    }
}
