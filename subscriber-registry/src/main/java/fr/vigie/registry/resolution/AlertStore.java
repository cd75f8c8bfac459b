package fr.vigie.registry.resolution;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.RecipientsResolved.LeftOut;
import fr.vigie.events.Urgency;
import fr.vigie.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** The rows of alerts: what is to be resolved, how far it has come, what was cancelled. */
@ApplicationScoped
class AlertStore {
    /** True of an alert {@code a} for which nothing more may be published. */
    static final String ENDED =
            "(a.expires <= now() OR EXISTS (SELECT FROM alert_cancel c WHERE c.alert_id = a.alert_id))";

    private static final String INSERT =
            "INSERT INTO alert (alert_id, event, urgent, expires) VALUES ($1, $2, $3, $4)" + " ON CONFLICT DO NOTHING";
    private static final String OPEN = "SELECT alert_id FROM alert WHERE state <> 'DONE' AND urgent = $1"
            + " AND next_try <= now() ORDER BY stored_at LIMIT 32";
    private static final String LOAD =
            "SELECT event, state, cursor, next_chunk FROM alert WHERE alert_id = $1 AND state <> 'DONE'";
    private static final String ENDED_NOW = "SELECT " + ENDED + " FROM alert a WHERE alert_id = $1";
    /** Nobody cancelled it: an officer expects everybody to be warned. */
    private static final String TOO_LATE_NOW = "SELECT FROM alert a WHERE alert_id = $1 AND expires <= now()"
            + " AND NOT EXISTS (SELECT FROM alert_cancel c WHERE c.alert_id = a.alert_id)";

    private static final String MATCHED = "UPDATE alert SET state = 'MATCHED',"
            + " outside_territory = outside_territory + $3, no_usable_number = no_usable_number + $4,"
            + " position_too_vague = position_too_vague + $5, too_late = too_late + $6"
            + " WHERE alert_id = $1 AND next_chunk = $2 AND state = 'RESOLVING'";
    private static final String FAILED = "UPDATE alert SET failures = least(failures + 1, 10),"
            + " next_try = now() + least(interval '30 s', interval '0.2 s' * 2 ^ failures) WHERE alert_id = $1";
    private static final String DONE = "UPDATE alert a SET state = 'DONE' WHERE alert_id = $1 AND state = 'MATCHED'"
            + " AND NOT EXISTS (SELECT FROM chunk c WHERE c.alert_id = a.alert_id AND c.state = 'STORED')"
            + " RETURNING next_chunk, outside_territory, no_usable_number, position_too_vague, too_late";
    private static final String TOTALS = "SELECT coalesce(sum(sms), 0)::int, coalesce(sum(voice), 0)::int FROM chunk"
            + " WHERE alert_id = $1 AND state <> 'DROPPED'";
    private static final String KNOWN = "SELECT next_chunk, outside_territory, no_usable_number, position_too_vague,"
            + " too_late FROM alert WHERE alert_id = $1 AND state = 'DONE'";
    private static final String PUBLISHED_CHUNKS = "SELECT chunk_no, sms, voice FROM chunk WHERE alert_id = $1"
            + " AND state IN ('PUBLISHED', 'CONFIRMED', 'ABANDONED') ORDER BY chunk_no";
    private static final String CANCEL =
            "INSERT INTO alert_cancel (alert_id, at, alert_expires) VALUES ($1, $2, $3)" + " ON CONFLICT DO NOTHING";

    private final Pool pool;
    private final Outbox outbox;
    private final Clock clock;

    AlertStore(Pool pool, Outbox outbox, Clock clock) {
        this.pool = pool;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Stores what is not known yet; returns for each whether it is new. */
    Uni<List<Boolean>> store(List<AlertAccepted> alerts) {
        return pool.withTransaction(connection -> {
            Uni<List<Boolean>> all = Uni.createFrom().item(new ArrayList<>());
            for (AlertAccepted alert : alerts) {
                Tuple row = Tuple.of(
                        alert.alertId(),
                        io.vertx.core.buffer.Buffer.buffer(EventJson.write(alert)),
                        alert.urgency() == Urgency.URGENT,
                        alert.expires().atOffset(ZoneOffset.UTC));
                all = all.chain(known -> connection
                        .preparedQuery(INSERT)
                        .execute(row)
                        .map(result -> {
                            known.add(result.rowCount() == 1);
                            return known;
                        }));
            }
            return all;
        });
    }

    /** Stores an alert in a transaction that the caller rolls back. */
    Uni<Void> rehearse(SqlConnection connection, AlertAccepted alert) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        alert.alertId(),
                        io.vertx.core.buffer.Buffer.buffer(EventJson.write(alert)),
                        alert.urgency() == Urgency.URGENT,
                        alert.expires().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Alerts of a lane that are not done and may be tried, the oldest first. */
    Uni<List<UUID>> open(Urgency urgency) {
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(urgency == Urgency.URGENT))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getUUID(0)));
                    return ids;
                });
    }

    /** The alert, or null where it is done or unknown. */
    Uni<OpenAlert> load(SqlConnection connection, UUID alertId) {
        return connection.preparedQuery(LOAD).execute(Tuple.of(alertId)).map(rows -> {
            if (rows.size() == 0) {
                return null;
            }
            Row row = rows.iterator().next();
            return new OpenAlert(
                    event(row.getBuffer("event")),
                    row.getString("state").equals("RESOLVING"),
                    row.getUUID("cursor"),
                    row.getInteger("next_chunk"));
        });
    }

    static AlertAccepted event(Buffer stored) {
        try {
            return EventJson.read(stored.getBytes(), AlertAccepted.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("a stored alert cannot be read any more", e);
        }
    }

    /** Whether the alert has expired or was cancelled, by the database's clock. */
    Uni<Boolean> ended(UUID alertId) {
        return pool.preparedQuery(ENDED_NOW)
                .execute(Tuple.of(alertId))
                .map(rows -> rows.size() == 0 || rows.iterator().next().getBoolean(0));
    }

    /** Whether the alert has expired without having been cancelled, by the database's clock. */
    Uni<Boolean> expired(UUID alertId) {
        return pool.preparedQuery(TOO_LATE_NOW).execute(Tuple.of(alertId)).map(rows -> rows.size() == 1);
    }

    /** All chunks are stored. Without effect where someone else has gone on. */
    Uni<Void> matched(UUID alertId, int nextChunk, LeftOutCount leftOut) {
        return pool.preparedQuery(MATCHED)
                .execute(Tuple.of(
                        alertId,
                        nextChunk,
                        leftOut.outsideTerritory,
                        leftOut.noUsableNumber,
                        leftOut.positionTooVague,
                        leftOut.tooLate))
                .replaceWithVoid();
    }

    /** Puts the next try off. */
    Uni<Void> failed(UUID alertId) {
        return pool.preparedQuery(FAILED).execute(Tuple.of(alertId)).replaceWithVoid();
    }

    /**
     * Closes the alert with its totals, once no chunk waits to be published; else does nothing.
     *
     * @return how many it was too late for; empty where it was not closed
     */
    Uni<OptionalInt> done(UUID alertId) {
        return outbox.transaction(connection -> connection
                .preparedQuery(DONE)
                .execute(Tuple.of(alertId))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(OptionalInt.empty());
                    }
                    return totals(connection, alertId, rows)
                            .chain(event -> outbox.append(connection, List.of(event)))
                            .replaceWith(OptionalInt.of(rows.iterator().next().getInteger("too_late")));
                }));
    }

    /** Says once more what is known of an alert that was accepted again: someone has missed it. */
    Uni<Void> repeat(UUID alertId) {
        return outbox.transaction(connection -> connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(alertId))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    return connection
                            .preparedQuery(PUBLISHED_CHUNKS)
                            .execute(Tuple.of(alertId))
                            .chain(chunks -> totals(connection, alertId, rows).chain(last -> {
                                List<OutgoingEvent> events = new ArrayList<>();
                                Instant now = clock.instant();
                                chunks.forEach(chunk -> events.add(ResolvedEvents.chunk(
                                        alertId, chunk.getInteger(0), chunk.getInteger(1), chunk.getInteger(2), now)));
                                events.add(last);
                                return outbox.append(connection, events);
                            }));
                }));
    }

    private Uni<OutgoingEvent> totals(SqlConnection connection, UUID alertId, RowSet<Row> alert) {
        Row row = alert.iterator().next();
        int tooLate = row.getInteger(4);
        LeftOut leftOut = new LeftOut(
                row.getInteger(1),
                row.getInteger(2),
                row.getInteger(3),
                tooLate == 0 ? null : Integer.valueOf(tooLate));
        return connection.preparedQuery(TOTALS).execute(Tuple.of(alertId)).map(sums -> {
            Row sum = sums.iterator().next();
            return ResolvedEvents.last(new RecipientsResolved(
                    alertId, row.getInteger(0), sum.getInteger(0), sum.getInteger(1), true, leftOut, clock.instant()));
        });
    }

    /** Remembers a cancel until the alert has expired. */
    Uni<Void> cancel(UUID alertId, Instant at, Instant alertExpires) {
        return pool.preparedQuery(CANCEL)
                .execute(Tuple.of(alertId, at.atOffset(ZoneOffset.UTC), alertExpires.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
