package fr.vigie.registry.resolution;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Area;
import fr.vigie.events.Channel;
import fr.vigie.events.Urgency;
import fr.vigie.registry.matching.Selection;
import fr.vigie.registry.recipient.ChannelChoice;
import fr.vigie.registry.recipient.Recipient;
import fr.vigie.registry.recipient.Recipients;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Works through one alert: what was left behind, what is still to be matched, the totals. Blocks. */
@ApplicationScoped
class Resolver {
    private static final Logger LOG = Logger.getLogger(Resolver.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Rows read at a time; enough that a chunk seldom waits for the next read. */
    private static final int READ = 1_000;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0))";
    /** A sort of 100,000 merchants fits in memory, and stays out of the way of small machines. */
    private static final String MEMORY = "SET LOCAL work_mem = '24MB'";

    private final Pool pool;
    private final AlertStore alerts;
    private final ChunkStore chunks;
    private final Recipients recipients;
    private final ChunkPublisher publisher;
    private final RegistrySettings settings;
    private final ResolutionMeters meters;

    Resolver(
            Pool pool,
            AlertStore alerts,
            ChunkStore chunks,
            Recipients recipients,
            ChunkPublisher publisher,
            RegistrySettings settings,
            ResolutionMeters meters) {
        this.pool = pool;
        this.alerts = alerts;
        this.chunks = chunks;
        this.recipients = recipients;
        this.publisher = publisher;
        this.settings = settings;
        this.meters = meters;
    }

    /**
     * Brings an alert to its end, from wherever it was.
     *
     * @param publishing runs the publication of chunks
     * @param stopping breaks off between two chunks
     * @return false where another worker has the alert, or nothing is left to do
     */
    boolean resolve(UUID alertId, Executor publishing, BooleanSupplier stopping) {
        SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
        try {
            Transaction transaction = connection.begin().await().atMost(LIMIT);
            try {
                return locked(connection, alertId) && work(connection, alertId, publishing, stopping);
            } finally {
                transaction.rollback().await().atMost(LIMIT); // it has only read
            }
        } finally {
            connection.close().await().atMost(LIMIT);
        }
    }

    /**
     * Matches nobody, as an alert would match somebody, so that the first alert after a start does not wait until classes
     * are loaded and statements prepared. Writes nothing, and publishes nothing.
     */
    void rehearse() {
        SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
        try {
            Transaction transaction = connection.begin().await().atMost(LIMIT);
            try {
                UUID nobody = UUID.randomUUID();
                locked(connection, nobody);
                alerts.load(connection, nobody).await().atMost(LIMIT);
                Selection selection = Selection.of(new Area.Circle(46.5, 2.5, 1_000), List.of("JEWELLER"));
                connection.query(MEMORY).execute().await().atMost(LIMIT);
                connection
                        .prepare(selection.query())
                        .await()
                        .atMost(LIMIT)
                        .cursor(selection.parameters(Selection.START))
                        .read(1)
                        .await()
                        .atMost(LIMIT);
                recipients.load(List.of(nobody)).await().atMost(LIMIT);
                alerts.ended(nobody).await().atMost(LIMIT);
                alerts.open(Urgency.URGENT).await().atMost(LIMIT);
                AlertAccepted alert = RehearsedAlert.of(nobody);
                alerts.rehearse(connection, alert).await().atMost(LIMIT);
                // Of an alert that is not there no chunk can be stored, published or closed.
                Chunk chunk = new Chunk(nobody, 0, List.of(new Chunk.Place(nobody, Channel.SMS)));
                if (chunks.store(chunk, nobody, new LeftOutCount()).await().atMost(LIMIT)) {
                    throw new IllegalStateException("a rehearsed chunk was stored");
                }
                publisher.rehearse(alert, chunk);
                alerts.matched(nobody, 0, new LeftOutCount()).await().atMost(LIMIT);
                alerts.done(nobody).await().atMost(LIMIT);
            } finally {
                transaction.rollback().await().atMost(LIMIT);
            }
        } finally {
            connection.close().await().atMost(LIMIT);
        }
    }

    private static boolean locked(SqlConnection connection, UUID alertId) {
        return connection
                .preparedQuery(TRY_LOCK)
                .execute(Tuple.of(alertId.toString()))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getBoolean(0);
    }

    private boolean work(SqlConnection connection, UUID alertId, Executor publishing, BooleanSupplier stopping) {
        OpenAlert open = alerts.load(connection, alertId).await().atMost(LIMIT);
        if (open == null) {
            return false;
        }
        long start = System.nanoTime();
        AlertAccepted alert = open.alert();
        if (open.nextChunk() > 0) {
            for (Chunk waiting : chunks.waiting(alertId).await().atMost(LIMIT)) {
                publisher.publish(alert, waiting);
            }
        }
        if (open.matching()) {
            InFlight inFlight = new InFlight(settings.chunksInFlight(), publishing);
            boolean complete;
            try {
                complete = match(connection, open, inFlight, stopping);
            } finally {
                inFlight.await();
            }
            if (!complete) {
                return true;
            }
        }
        if (alerts.ended(alertId).await().atMost(LIMIT)) {
            boolean expired = alerts.expired(alertId).await().atMost(LIMIT);
            chunks.drop(alertId, expired).await().atMost(LIMIT);
        }
        OptionalInt tooLate = alerts.done(alertId).await().atMost(LIMIT);
        if (tooLate.isPresent()) {
            meters.resolved(alert.urgency(), Duration.ofNanos(System.nanoTime() - start));
        }
        if (tooLate.orElse(0) > 0) {
            meters.tooLate(tooLate.getAsInt());
            LOG.warnf("alert expired before all were warned alert=%s merchants=%d", alertId, tooLate.getAsInt());
        }
        return true;
    }

    /** Returns false where it was broken off and someone has to go on. */
    private boolean match(SqlConnection connection, OpenAlert open, InFlight inFlight, BooleanSupplier stopping) {
        AlertAccepted alert = open.alert();
        UUID alertId = alert.alertId();
        Selection selection = Selection.of(alert.area(), alert.trades());
        Candidates candidates = new Candidates(alert, selection);
        int number = open.nextChunk();
        connection.query(MEMORY).execute().await().atMost(LIMIT);
        Cursor cursor =
                connection.prepare(selection.query()).await().atMost(LIMIT).cursor(selection.parameters(open.cursor()));
        do {
            if (stopping.getAsBoolean()) {
                return false;
            }
            int size = number == 0 ? settings.firstChunkSize() : settings.chunkSize();
            for (Row row : cursor.read(number == 0 ? size * 2 : READ).await().atMost(LIMIT)) {
                candidates.add(row);
            }
            boolean more = cursor.hasMore();
            while (candidates.size() >= size || (!more && candidates.size() > 0)) {
                List<UUID> ids = candidates.take(size);
                switch (store(alert, number, ids, candidates, inFlight)) {
                    case STORED -> number++;
                    case NOBODY -> {}
                    case CANCELLED -> {
                        alerts.matched(alertId, number, candidates.leftOut())
                                .await()
                                .atMost(LIMIT);
                        return true;
                    }
                    case NOT_OURS -> {
                        return false;
                    }
                }
                size = settings.chunkSize();
            }
        } while (cursor.hasMore());
        candidates.end();
        alerts.matched(alertId, number, candidates.leftOut()).await().atMost(LIMIT);
        return true;
    }

    private enum Step {
        STORED,
        /** None of them gets anything; the next chunk, or the end, moves the cursor past them. */
        NOBODY,
        CANCELLED,
        /** Another worker stored this chunk; it goes on. */
        NOT_OURS
    }

    private Step store(AlertAccepted alert, int number, List<UUID> ids, Candidates candidates, InFlight inFlight) {
        Map<UUID, Recipient> merchants = recipients.load(ids).await().atMost(LIMIT);
        List<Chunk.Place> places = new ArrayList<>(ids.size());
        for (UUID id : ids) {
            Recipient recipient = merchants.get(id);
            if (recipient == null || !recipient.active()) {
                continue; // left since the cursor was opened
            }
            Optional<Channel> channel = ChannelChoice.of(recipient, alert.channels());
            if (channel.isPresent()) {
                places.add(new Chunk.Place(id, channel.get()));
            } else {
                candidates.leftOut().noUsableNumber++;
            }
        }
        if (places.isEmpty()) {
            return Step.NOBODY;
        }
        Chunk chunk = new Chunk(alert.alertId(), number, places);
        UUID last = ids.get(ids.size() - 1);
        if (!chunks.store(chunk, last, candidates.leftOut()).await().atMost(LIMIT)) {
            return refused(alert.alertId(), places.size(), candidates);
        }
        candidates.resetLeftOut();
        inFlight.run(() -> publisher.publish(alert, chunk, merchants));
        return Step.STORED;
    }

    /** After the end matching goes on, for the officer is to know how many are not warned. */
    private Step refused(UUID alertId, int merchants, Candidates candidates) {
        if (!alerts.ended(alertId).await().atMost(LIMIT)) {
            return Step.NOT_OURS;
        }
        if (!alerts.expired(alertId).await().atMost(LIMIT)) {
            return Step.CANCELLED;
        }
        candidates.leftOut().tooLate += merchants;
        return Step.NOBODY;
    }
}
