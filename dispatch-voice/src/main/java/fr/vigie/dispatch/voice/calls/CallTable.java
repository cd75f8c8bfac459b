package fr.vigie.dispatch.voice.calls;

import static fr.vigie.dispatch.delivery.Statements.flags;
import static fr.vigie.dispatch.delivery.Statements.ids;
import static fr.vigie.dispatch.delivery.Statements.integers;
import static fr.vigie.dispatch.delivery.Statements.longs;
import static fr.vigie.dispatch.delivery.Statements.texts;
import static fr.vigie.dispatch.delivery.Statements.times;

import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.events.FailureReason;
import fr.vigie.service.Place;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The table of call records, within a transaction. */
final class CallTable {
    private static final String COLUMNS = "call_id, delivery_id, alert_id, attempt, possible_duplicate, trunk, proxy,"
            + " set_up_at, ringing_at, answered_at, ended_at, keys, outcome, reason, ending, sip_status, q850,"
            + " packets_sent, packets_received, packets_early, packets_lost, jitter_ms,"
            + " far_loss_worst, far_loss_average, far_jitter_ms, round_trip_ms";

    private static final String INSERT = "INSERT INTO call_record (" + COLUMNS + ") SELECT * FROM unnest("
            + "$1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::boolean[], $6::text[], $7::text[],"
            + " $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[],"
            + " $13::text[], $14::text[], $15::text[], $16::integer[], $17::integer[],"
            + " $18::bigint[], $19::bigint[], $20::bigint[], $21::bigint[], $22::integer[],"
            + " $23::real[], $24::real[], $25::integer[], $26::integer[]) ON CONFLICT (call_id) DO NOTHING";

    private static final String ORDER = " ORDER BY set_up_at, call_id LIMIT $2";
    private static final String AFTER = " AND (set_up_at, call_id) > ($3, $4)";

    /** Rows that another copy is deleting are left to it. */
    private static final String PURGE = "DELETE FROM call_record WHERE call_id IN (SELECT call_id FROM call_record"
            + " WHERE ended_at < now() - make_interval(secs => $1) ORDER BY ended_at LIMIT $2"
            + " FOR UPDATE SKIP LOCKED)";

    private final Statements statements;

    CallTable(Statements statements) {
        this.statements = statements;
    }

    /** Inserts; a record that is there already stays as it is. */
    void insert(List<CallDetail> calls) {
        statements.run(
                INSERT,
                ids(calls, CallDetail::callId),
                ids(calls, CallDetail::deliveryId),
                ids(calls, CallDetail::alertId),
                integers(calls, CallDetail::attempt),
                flags(calls, CallDetail::possibleDuplicate),
                texts(calls, CallDetail::trunk),
                texts(calls, CallDetail::proxy),
                times(calls, CallDetail::setUpAt),
                times(calls, CallDetail::ringingAt),
                times(calls, CallDetail::answeredAt),
                times(calls, CallDetail::endedAt),
                texts(calls, CallDetail::keys),
                texts(calls, CallDetail::outcome),
                texts(calls, CallDetail::reason),
                texts(calls, CallDetail::end),
                integers(calls, CallDetail::sipStatus),
                integers(calls, CallDetail::q850),
                longs(calls, call -> call.sound().sent()),
                longs(calls, call -> call.sound().received()),
                longs(calls, call -> call.sound().early()),
                longs(calls, call -> call.sound().lost()),
                integers(calls, call -> call.sound().jitterMillis()),
                reals(calls, LegReport.Heard::worstLossPercent),
                reals(calls, LegReport.Heard::averageLossPercent),
                integers(calls, heard(LegReport.Heard::jitterMillis)),
                integers(calls, heard(LegReport.Heard::roundTripMillis)));
    }

    private static Float[] reals(List<CallDetail> calls, Function<LegReport.Heard, Double> value) {
        return calls.stream()
                .map(heard(value))
                .map(each -> each == null ? null : Float.valueOf(each.floatValue()))
                .toArray(Float[]::new);
    }

    private static <T> Function<CallDetail, T> heard(Function<LegReport.Heard, T> value) {
        return call ->
                call.sound().heard() == null ? null : value.apply(call.sound().heard());
    }

    /** In the order of their set-up, from the one after {@code after} on. */
    List<CallDetail> ofDelivery(UUID deliveryId, int limit, Place after) {
        return read("delivery_id", deliveryId, limit, after);
    }

    /** In the order of their set-up, from the one after {@code after} on. */
    List<CallDetail> ofAlert(UUID alertId, int limit, Place after) {
        return read("alert_id", alertId, limit, after);
    }

    private List<CallDetail> read(String column, UUID id, int limit, Place after) {
        String select = "SELECT " + COLUMNS + " FROM call_record WHERE " + column + " = $1";
        RowSet<Row> rows = after == null
                ? statements.run(select + ORDER, id, limit)
                : statements.run(select + AFTER + ORDER, id, limit, Statements.time(after.at()), after.id());
        List<CallDetail> calls = new ArrayList<>();
        rows.forEach(row -> calls.add(call(row)));
        return calls;
    }

    /** @return how many were deleted, at most {@code limit} */
    int purge(Duration keep, int limit) {
        return statements.run(PURGE, (double) keep.toSeconds(), limit).rowCount();
    }

    private static CallDetail call(Row row) {
        Float worst = row.getFloat("far_loss_worst");
        LegReport.Heard heard = worst == null
                ? null
                : new LegReport.Heard(
                        worst,
                        row.getFloat("far_loss_average"),
                        row.getInteger("far_jitter_ms"),
                        row.getInteger("round_trip_ms"));
        String reason = row.getString("reason");
        return new CallDetail(
                row.getUUID("call_id"),
                row.getUUID("delivery_id"),
                row.getUUID("alert_id"),
                row.getInteger("attempt"),
                row.getBoolean("possible_duplicate"),
                row.getString("trunk"),
                row.getString("proxy"),
                time(row, "set_up_at"),
                time(row, "ringing_at"),
                time(row, "answered_at"),
                time(row, "ended_at"),
                row.getString("keys"),
                row.getString("outcome"),
                reason == null ? null : FailureReason.valueOf(reason),
                row.getString("ending"),
                row.getInteger("sip_status"),
                row.getInteger("q850"),
                new LegReport(
                        row.getLong("packets_sent"),
                        row.getLong("packets_received"),
                        row.getLong("packets_early"),
                        row.getLong("packets_lost"),
                        row.getInteger("jitter_ms"),
                        heard));
    }

    private static Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
