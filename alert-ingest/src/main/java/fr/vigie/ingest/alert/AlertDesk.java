package fr.vigie.ingest.alert;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Channel;
import fr.vigie.events.Topics;
import fr.vigie.ingest.IngestSettings;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.ingest.directory.Speakers;
import fr.vigie.ingest.directory.Speakers.Officer;
import fr.vigie.outbox.Outbox;
import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes alerts in: the alert, its idempotency key, the cancellations it brings and its events become durable in one
 * transaction, or nothing does.
 */
@ApplicationScoped
class AlertDesk {
    private static final String KNOWN_KEY = """
            SELECT i.body_hash, a.id, a.reference, a.sent FROM idempotency i JOIN alert a ON a.id = i.alert_id
            WHERE i.subject = $1 AND i.key = $2""";

    // Waits for a transaction that holds the same key, and then inserts nothing.
    private static final String TAKE_KEY = """
            INSERT INTO idempotency (subject, key, body_hash, alert_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING""";

    private static final String START_PROGRESS =
            "INSERT INTO alert_progress (alert_id, publish_again_at) VALUES ($1, $2)";

    private final Pool pool;
    private final Outbox outbox;
    private final AlertRules rules;
    private final AlertRows rows;
    private final Speakers speakers;
    private final Cancellation cancellation;
    private final IngestSettings settings;
    private final AlertMeters meters;
    private final Clock clock;

    AlertDesk(
            Pool pool,
            Outbox outbox,
            AlertRules rules,
            AlertRows rows,
            Speakers speakers,
            Cancellation cancellation,
            IngestSettings settings,
            AlertMeters meters,
            Clock clock) {
        this.pool = pool;
        this.outbox = outbox;
        this.rules = rules;
        this.rows = rows;
        this.speakers = speakers;
        this.cancellation = cancellation;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Accepts an alert; the answer comes after the commit.
     *
     * @return fails with {@link ProblemException} where the request breaks a rule, leaves the territory, or reuses a key
     */
    Uni<Acceptance> accept(NewAlert alert, IdempotencyKey key, Visibility issuer, Officer officer) {
        // A repeated request is answered before the rules are asked: its expiry may have passed since.
        return known(pool, key).chain(before -> {
            if (before != null) {
                return Uni.createFrom().item(before);
            }
            TargetArea area = rules.check(alert, officer.territory());
            return outbox.transaction(connection -> store(connection, alert, area, key, issuer, officer))
                    .invoke(stored -> stored.event().ifPresent(meters::accepted))
                    .map(Stored::answer);
        });
    }

    private Uni<Acceptance> known(SqlClient client, IdempotencyKey key) {
        if (!key.given()) {
            return Uni.createFrom().nullItem();
        }
        return client.preparedQuery(KNOWN_KEY)
                .execute(Tuple.of(key.subject(), key.value()))
                .map(found -> found.size() == 0 ? null : sameAnswer(key, found));
    }

    private static Acceptance sameAnswer(IdempotencyKey key, RowSet<Row> found) {
        Row row = found.iterator().next();
        if (!key.sameBody(row.getBuffer("body_hash").getBytes())) {
            throw ProblemException.idempotencyConflict();
        }
        return Acceptance.of(
                row.getUUID("id"),
                row.getString("reference"),
                row.getOffsetDateTime("sent").toInstant());
    }

    private Uni<Stored> store(
            SqlConnection connection,
            NewAlert alert,
            TargetArea area,
            IdempotencyKey key,
            Visibility issuer,
            Officer officer) {
        UUID id = UUID.randomUUID();
        return takeKey(connection, key, id)
                .chain(taken -> taken
                        ? insert(connection, id, alert, area, issuer, officer)
                        : known(connection, key)
                                .onItem()
                                .ifNull()
                                .failWith(IllegalStateException::new)
                                .map(before -> new Stored(before, Optional.empty())));
    }

    private static Uni<Boolean> takeKey(SqlConnection connection, IdempotencyKey key, UUID alertId) {
        if (!key.given()) {
            return Uni.createFrom().item(true);
        }
        Tuple row = Tuple.of(key.subject(), key.value(), Buffer.buffer(key.bodyHash()), alertId);
        return connection.preparedQuery(TAKE_KEY).execute(row).map(inserted -> inserted.rowCount() == 1);
    }

    private Uni<Stored> insert(
            SqlConnection connection, UUID id, NewAlert alert, TargetArea area, Visibility issuer, Officer officer) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return rows.checkReport(connection, alert.reportId(), issuer)
                .chain(() -> speakers.of(connection, alert.authority(), area.concerns(issuer), officer))
                .chain(authority -> AlertReference.next(connection, alert.kind(), area, issuer)
                        .map(reference -> event(id, reference, authority, alert, area, issuer, now)))
                .call(event -> rows.insert(connection, alert, event, area.concerns(issuer)))
                .call(event -> startProgress(connection, id, now))
                .call(event -> publish(connection, event, issuer))
                .map(event -> new Stored(Acceptance.of(id, event.reference(), now), Optional.of(event)));
    }

    private AlertAccepted event(
            UUID id,
            String reference,
            String authority,
            NewAlert alert,
            TargetArea area,
            Visibility issuer,
            Instant now) {
        boolean sms = alert.channels().contains(Channel.SMS);
        boolean voice = alert.channels().contains(Channel.VOICE);
        return new AlertAccepted(
                id,
                reference,
                alert.status(),
                alert.messageType(),
                alert.kind(),
                alert.urgency(),
                alert.trades(),
                area.selector(),
                issuer.claim(),
                alert.channels(),
                new AlertAccepted.Texts(
                        sms ? alert.texts().sms() : null, voice ? alert.texts().voice() : null),
                authority,
                now,
                alert.expires().toInstant().truncatedTo(ChronoUnit.MICROS),
                alert.references(),
                issuer.subject());
    }

    private Uni<Void> startProgress(SqlConnection connection, UUID id, Instant now) {
        OffsetDateTime again = now.plus(settings.silenceLimit()).atOffset(ZoneOffset.UTC);
        return connection
                .preparedQuery(START_PROGRESS)
                .execute(Tuple.of(id, again))
                .replaceWithVoid();
    }

    /** The alert, and the end of those that it corrects or ends. */
    private Uni<Void> publish(SqlConnection connection, AlertAccepted event, Visibility issuer) {
        return cancellation.supersede(connection, event, issuer).chain(controls -> {
            List<OutgoingEvent> events = new ArrayList<>();
            events.add(OutgoingEvent.of(
                    Topics.ALERT_ACCEPTED, event.alertId(), event.alertId().toString(), event.sent(), event));
            events.addAll(controls);
            return outbox.append(connection, events);
        });
    }

    /** What the transaction did: the event is absent where another request with the same key had been first. */
    private record Stored(Acceptance answer, Optional<AlertAccepted> event) {}
}
