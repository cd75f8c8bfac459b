package fr.vigie.ingest.alert;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertControl;
import fr.vigie.events.Topics;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.outbox.Outbox;
import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Stops what is still unsent of an alert, by an officer's word or because a newer alert takes its place. */
@ApplicationScoped
class Cancellation {
    private static final String LOCK = "SELECT a.cancelled_at, a.expires, a.reference FROM alert a WHERE a.id = $1 AND "
            + Visibility.condition(2) + " FOR UPDATE";
    private static final String MARK = """
            UPDATE alert SET cancelled_at = coalesce(cancelled_at, $2), cancelled_by = coalesce(cancelled_by, $3),
                cancel_reason = coalesce(cancel_reason, $4), superseded_by = coalesce(superseded_by, $5) WHERE id = $1""";
    private static final String NEW_VERSION = """
            UPDATE alert_progress SET version = version + 1 WHERE alert_id = $1
            RETURNING handed_over_sms, handed_over_voice""";
    private static final String HANDED_OVER =
            "SELECT handed_over_sms, handed_over_voice FROM alert_progress WHERE alert_id = $1";

    private final Outbox outbox;
    private final AlertMeters meters;
    private final Clock clock;

    Cancellation(Outbox outbox, AlertMeters meters, Clock clock) {
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    /** Cancels an alert; a repeated cancel changes nothing and answers with the counts as they are by then. */
    Uni<Cancelled> cancel(UUID alertId, String reason, Visibility officer) {
        return outbox.transaction(connection -> lock(connection, alertId, officer)
                .chain(found -> {
                    if (found == null) {
                        throw ProblemException.notFound("alert");
                    }
                    if (found.cancelledAt() != null) {
                        return connection
                                .preparedQuery(HANDED_OVER)
                                .execute(Tuple.of(alertId))
                                .map(rows -> Cancelled.of(
                                        alertId,
                                        found.reference(),
                                        found.cancelledAt(),
                                        rows.iterator().next()));
                    }
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    return mark(connection, found, now, officer.subject(), reason, null)
                            .call(() ->
                                    outbox.append(connection, List.of(control(found, now, officer.subject(), null))))
                            .invoke(meters::cancelled)
                            .map(row -> Cancelled.of(alertId, found.reference(), now, row));
                }));
    }

    /** Cancels all that the new alert references, in its transaction; the events are the caller's to store. */
    Uni<List<OutgoingEvent>> supersede(SqlConnection connection, AlertAccepted newer, Visibility issuer) {
        // In one order everywhere, so that two updates of the same alerts never wait for each other.
        List<UUID> inOrder = newer.references().stream().sorted().toList();
        return Multi.createFrom()
                .iterable(inOrder)
                .onItem()
                .transformToUniAndConcatenate(id -> supersedeOne(connection, id, newer, issuer))
                .collect()
                .asList();
    }

    private Uni<OutgoingEvent> supersedeOne(
            SqlConnection connection, UUID alertId, AlertAccepted newer, Visibility issuer) {
        return lock(connection, alertId, issuer).chain(found -> {
            if (found == null) {
                String field = "references[" + newer.references().indexOf(alertId) + "]";
                throw ProblemException.invalid(field, "known alert", "is not an alert in the territory");
            }
            if (found.cancelledAt() == null) {
                meters.cancelled();
            }
            return mark(connection, found, newer.sent(), newer.issuedBy(), null, newer.alertId())
                    .map(row -> control(found, newer.sent(), newer.issuedBy(), newer.alertId()));
        });
    }

    private static Uni<Found> lock(SqlConnection connection, UUID alertId, Visibility officer) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(alertId, officer.national(), officer.subject(), officer.codes()))
                .map(rows -> rows.size() == 0
                        ? null
                        : Found.of(alertId, rows.iterator().next()));
    }

    private static Uni<Row> mark(
            SqlConnection connection, Found found, Instant at, String by, String reason, UUID supersededBy) {
        Tuple values = Tuple.of(found.id(), AlertRows.utc(at), by, reason, supersededBy);
        return connection
                .preparedQuery(MARK)
                .execute(values)
                .chain(() -> connection.preparedQuery(NEW_VERSION).execute(Tuple.of(found.id())))
                .map(rows -> rows.iterator().next());
    }

    private static OutgoingEvent control(Found found, Instant at, String by, UUID supersededBy) {
        AlertControl control =
                new AlertControl(found.id(), AlertControl.Action.CANCEL, at, found.expires(), by, supersededBy);
        String name = found.id() + "/CANCEL/" + supersededBy;
        UUID eventId = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
        return OutgoingEvent.of(Topics.ALERT_CONTROL, found.id(), eventId.toString(), at, control);
    }

    private record Found(UUID id, String reference, Instant cancelledAt, Instant expires) {
        static Found of(UUID id, Row row) {
            var cancelled = row.getOffsetDateTime("cancelled_at");
            return new Found(
                    id,
                    row.getString("reference"),
                    cancelled == null ? null : cancelled.toInstant(),
                    row.getOffsetDateTime("expires").toInstant());
        }
    }
}
