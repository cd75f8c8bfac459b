package fr.vigie.clock;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * The database's time. It is asked for once a second; in between, and as long as there is no answer, time goes on as
 * {@link System#nanoTime} does, which nobody sets. Before the first answer it is this machine's. Never blocks a reader.
 *
 * <p>An answer that took from {@code asked} to {@code heard} proves only that it is at least as late as the database
 * said, and later by at most what it took. Only what contradicts that is put right: an answer that waited, in the pool
 * or because this process stood still, moves nothing. It steps back where the database's time does, and by no more than
 * the fastest answer took where that drifts.
 */
@Singleton
public class DatabaseClock extends Clock {
    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final String NOW = "SELECT clock_timestamp()";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** Before whatever reads it as it starts. */
    private static final int FIRST = 1;
    /** A machine whose clock is further off than this has no working NTP. */
    private static final Duration REMARKABLE = Duration.ofSeconds(2);

    private final Pool pool;
    private final Clock machine;
    private volatile Mark mark;
    private volatile boolean stopping;
    private boolean apart;
    private Thread thread;

    /** What time it was at a moment of {@link System#nanoTime}. */
    private record Mark(Instant time, long nanos) {
        Instant at(long moment) {
            return time.plusNanos(moment - nanos);
        }
    }

    @Inject
    DatabaseClock(Pool pool) {
        this(pool, Clock.systemUTC());
    }

    DatabaseClock(Pool pool, Clock machine) {
        this.pool = pool;
        this.machine = machine;
        this.mark = new Mark(machine.instant(), System.nanoTime());
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        lookSafely();
        thread = new Thread(this::run, "database-clock");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                Thread.sleep(PAUSE.toMillis());
                lookSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) { // it is away, or stopping; time goes on
            LOG.debug("database's time not read", e);
        }
    }

    /** Asks the database once. */
    void look() {
        long asked = System.nanoTime();
        Instant said = pool.query(NOW)
                .execute()
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();
        long heard = System.nanoTime();
        Instant ours = mark.at(heard);
        Instant latest = said.plusNanos(heard - asked);
        if (ours.isBefore(said)) {
            mark = new Mark(said, heard);
        } else if (ours.isAfter(latest)) {
            mark = new Mark(latest, heard);
        }
        compare();
    }

    private void compare() {
        Duration off = Duration.between(instant(), machine.instant());
        boolean far = off.abs().compareTo(REMARKABLE) > 0;
        if (far && !apart) {
            LOG.warnf("this machine's clock is not the database's; the database's counts seconds=%d", off.toSeconds());
        } else if (!far && apart) {
            LOG.info("this machine's clock is the database's again");
        }
        apart = far;
    }

    @Override
    public Instant instant() {
        return mark.at(System.nanoTime());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a zone belongs to what is shown: instant().atZone(...)");
    }
}
