package fr.vigie.ingest.watch;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Topics;
import fr.vigie.ingest.IngestSettings;
import fr.vigie.outbox.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Publishes an alert again, under the same event id, while the registry has not answered with a first chunk: a broker
 * that loses its last seconds costs time, not alerts.
 */
@ApplicationScoped
class UnansweredAlerts {
    private static final Logger LOG = Logger.getLogger(UnansweredAlerts.class);

    /** Doubles from publication to publication, up to the limit. */
    private static final String TAKE = """
            UPDATE alert_progress p SET publications = publications + 1,
                publish_again_at = $1 + least($2 * power(2, least(publications, 20)), $3) * interval '1 millisecond'
            FROM alert a
            WHERE a.id = p.alert_id AND p.alert_id IN (
                SELECT q.alert_id FROM alert_progress q JOIN alert b ON b.id = q.alert_id
                WHERE q.answered_at IS NULL AND q.publish_again_at <= $1 AND b.expires > $1 AND b.cancelled_at IS NULL
                ORDER BY q.publish_again_at LIMIT 50 FOR UPDATE OF q SKIP LOCKED)
            RETURNING a.id, a.sent, a.event, a.reference, p.publications""";

    private final Outbox outbox;
    private final IngestSettings settings;
    private final Clock clock;
    private final Counter republished;

    UnansweredAlerts(Outbox outbox, IngestSettings settings, Clock clock, MeterRegistry meters) {
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
        this.republished = Counter.builder("vigie.alerts.republished")
                .description("Alerts published again because the registry was silent")
                .register(meters);
    }

    @Scheduled(every = "{vigie.ingest.watch-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> publishAgain() {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Tuple limits = Tuple.of(now, (double) settings.silenceLimit().toMillis(), (double)
                settings.longestSilence().toMillis());
        return outbox.transaction(connection -> publish(connection, limits))
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "unanswered alerts not looked for cause=%s",
                        e.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> publish(SqlConnection connection, Tuple limits) {
        return connection
                .preparedQuery(TAKE)
                .execute(limits)
                .map(this::events)
                .chain(events -> outbox.append(connection, events));
    }

    private List<OutgoingEvent> events(RowSet<Row> rows) {
        List<OutgoingEvent> events = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID id = row.getUUID("id");
            Instant sent = row.getOffsetDateTime("sent").toInstant();
            LOG.warnf(
                    "registry silent, alert published again reference=%s publications=%d",
                    row.getString("reference"), row.getInteger("publications"));
            republished.increment();
            events.add(new OutgoingEvent(
                    Topics.ALERT_ACCEPTED,
                    id.toString(),
                    id.toString(),
                    AlertAccepted.class.getSimpleName(),
                    sent,
                    row.getBuffer("event").getBytes()));
        }
        return events;
    }
}
