package fr.vigie.bus;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Notices that this machine's wall clock was set back. Kafka's clients count their pauses and their patience by that
 * clock: one that tried to connect a moment before an hour was taken back does not try again for an hour, sends no
 * heartbeat, and gives up nothing. New clients know nothing of it.
 */
@ApplicationScoped
class ClockWatch {
    private static final Logger LOG = Logger.getLogger(ClockWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    /** So long clients may stand still. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final LongSupplier wallMillis;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "clock-watch");
    /** What the wall clock is ahead of one that nobody sets. */
    private long ahead;

    @Inject
    ClockWatch() {
        this(System::currentTimeMillis);
    }

    ClockWatch(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
        this.ahead = ahead();
    }

    /** Has it run, on a thread of its own, whenever the clock was set back. */
    void onSetBack(Runnable renewal) {
        listeners.add(renewal);
    }

    /** Before any client is there: a start, too, waits for the broker. */
    @PostConstruct
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void look() {
        long before = ahead;
        ahead = ahead();
        if (before - ahead < LEAST.toMillis()) {
            return;
        }
        LOG.warnf("the clock was set back, connections to Kafka are made anew seconds=%d", (before - ahead) / 1_000);
        for (Runnable listener : listeners) {
            Thread renewal = new Thread(listener, "clock-renewal");
            renewal.setDaemon(true);
            renewal.start();
        }
    }

    private long ahead() {
        return wallMillis.getAsLong() - System.nanoTime() / 1_000_000;
    }
}
