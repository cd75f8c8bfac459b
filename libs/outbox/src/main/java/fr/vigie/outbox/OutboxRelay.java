package fr.vigie.outbox;

import fr.vigie.bus.EventPublisher;
import fr.vigie.bus.OutgoingEvent;
import fr.vigie.bus.ShutdownOrder;
import fr.vigie.bus.TopicSetup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Publishes what is in the outbox: takes rows in their order, publishes them, and deletes them in the transaction that
 * commits after the broker has confirmed. One relay works at a time, held apart by an advisory lock; a crash gives the
 * rows back, and readers see some events twice.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    /** So many events at once: where they come like that, more follow. */
    private static final int BUSY = 200;
    /**
     * What comes within a moment then goes together: a transaction, a request and its confirmation less, batches that
     * compress better, and readers that read more at a time.
     */
    private static final Duration MOMENT = Duration.ofMillis(25);

    private static final int MOST_CAUSES = 10;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    /** Any number, the same in every copy; the lock is per database. */
    private static final long LOCK = 0x56494749_45_01L;
    /** A row may carry hundreds of events; this bounds what is in memory at once. */
    private static final int ROWS = 64;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(" + LOCK + ")";
    private static final String TAKE = "WITH taken AS (DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY"
            + " id LIMIT " + ROWS + ") RETURNING id, frames) SELECT frames FROM taken ORDER BY id";

    private final Pool pool;
    private final EventPublisher publisher;
    private final TopicSetup topics;
    private final OutboxSignal signal;
    private final Counter published;
    private volatile int lastPublished;
    private volatile boolean stopping;
    private Thread thread;

    OutboxRelay(Pool pool, EventPublisher publisher, TopicSetup topics, OutboxSignal signal, MeterRegistry meters) {
        this.pool = pool;
        this.publisher = publisher;
        this.topics = topics;
        this.signal = signal;
        this.published = Counter.builder("vigie.outbox.published")
                .description("Events published")
                .register(meters);
    }

    void start(@Observes @Priority(ShutdownOrder.OUTBOX) StartupEvent event) {
        topics.ensure();
        thread = new Thread(this::run, "outbox-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes @Priority(ShutdownOrder.OUTBOX) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        signal.raise();
        thread.join(STOP_LIMIT.toMillis());
    }

    private void run() {
        try {
            while (!stopping) {
                boolean more = relayOnce();
                if (!more && !stopping) {
                    if (lastPublished >= BUSY) {
                        Thread.sleep(MOMENT.toMillis());
                    }
                    signal.await(LOOK);
                }
            }
            boolean more = true;
            while (more) {
                more = relayOnce(); // what the last workers committed while we were told to stop
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether there may be more to publish right now. */
    private boolean relayOnce() throws InterruptedException {
        try {
            lastPublished = 0;
            int rows = pool.withTransaction(this::publishRows).await().atMost(LIMIT);
            return rows == ROWS;
        } catch (RuntimeException e) {
            LOG.warnf("outbox not published, trying again cause=%s", rootCause(e));
            LOG.debug("outbox relay failed", e);
            Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
            return false;
        }
    }

    /** The type alone: a message may hold what was to be published. */
    private static String rootCause(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private Uni<Integer> publishRows(SqlConnection connection) {
        return connection.preparedQuery(TRY_LOCK).execute().chain(locked -> {
            if (!locked.iterator().next().getBoolean(0)) {
                return Uni.createFrom().item(0);
            }
            return connection
                    .preparedQuery(TAKE) // a plain query would have the bytes come as hexadecimal digits
                    .execute()
                    .emitOn(Infrastructure.getDefaultWorkerPool()) // publishing blocks
                    .invoke(this::publish)
                    .map(RowSet::size);
        });
    }

    private void publish(RowSet<Row> rows) {
        List<OutgoingEvent> events = new ArrayList<>();
        for (Row row : rows) {
            Buffer frames = row.getBuffer(0);
            events.addAll(EventFrames.read(frames.getBytes()));
        }
        if (!events.isEmpty()) {
            publisher.publish(events);
            published.increment(events.size());
            lastPublished = events.size();
        }
    }
}
