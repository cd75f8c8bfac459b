package fr.vigie.registry.resolution;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Publishes again what dispatchers are silent about, until they speak or the alert ends; and forgets what has ended long
 * ago. A broker that loses its last seconds costs time, not alerts.
 */
@ApplicationScoped
class SilenceWatch {
    private static final Logger LOG = Logger.getLogger(SilenceWatch.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);
    private static final int CHUNKS_AT_ONCE = 16;

    private static final String PURGE_CHUNKS = "DELETE FROM chunk WHERE alert_id IN (SELECT alert_id FROM alert"
            + " WHERE state = 'DONE' AND expires < now() - $1 * interval '1 s')";
    private static final String PURGE_ALERTS =
            "DELETE FROM alert WHERE state = 'DONE' AND expires < now() - $1 * interval '1 s'";
    private static final String PURGE_CANCELS =
            "DELETE FROM alert_cancel WHERE alert_expires < now() - $1 * interval '1 s'";

    private final ChunkStore chunks;
    private final ChunkPublisher publisher;
    private final Pool pool;
    private final RegistrySettings settings;
    private final Semaphore woken = new Semaphore(0);

    SilenceWatch(ChunkStore chunks, ChunkPublisher publisher, Pool pool, RegistrySettings settings) {
        this.chunks = chunks;
        this.publisher = publisher;
        this.pool = pool;
        this.settings = settings;
    }

    /** Runs until told to stop. */
    void run(BooleanSupplier stopping) throws InterruptedException {
        // Often enough that a chunk waits for little more than the configured time.
        long pause = Math.max(50, Math.min(1_000, settings.confirmWithin().toMillis() / 4));
        long purgeAt = System.nanoTime();
        while (!stopping.getAsBoolean()) {
            boolean more = lookOnce();
            if (System.nanoTime() - purgeAt >= 0) {
                purge();
                purgeAt = System.nanoTime() + PURGE_EVERY.toNanos();
            }
            if (!more && woken.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
        }
    }

    void wake() {
        woken.release();
    }

    private boolean lookOnce() {
        try {
            List<ChunkStore.Silent> silent =
                    chunks.claimSilent(CHUNKS_AT_ONCE).await().atMost(LIMIT);
            for (ChunkStore.Silent each : silent) {
                LOG.warnf(
                        "chunk is published again alert=%s chunk=%d unseen=%d",
                        each.chunk().alertId(),
                        each.chunk().number(),
                        Chunk.LARGEST - each.seen().cardinality());
                publisher.publishUnseen(each);
            }
            return silent.size() == CHUNKS_AT_ONCE;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "silent chunks not published again yet cause=%s",
                    e.getClass().getSimpleName());
            LOG.debug("silence watch failed", e);
            return false;
        }
    }

    private void purge() {
        try {
            delete(PURGE_CHUNKS, settings.keepChunks());
            delete(PURGE_ALERTS, settings.keepAlerts());
            delete(PURGE_CANCELS, settings.keepAlerts());
        } catch (RuntimeException e) {
            LOG.warnf("old chunks not removed yet cause=%s", e.getClass().getSimpleName());
        }
    }

    private void delete(String statement, Duration age) {
        pool.preparedQuery(statement)
                .execute(Tuple.of((double) age.toSeconds()))
                .await()
                .atMost(LIMIT);
    }
}
