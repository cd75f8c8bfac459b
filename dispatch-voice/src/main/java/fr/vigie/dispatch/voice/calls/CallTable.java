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
    private static final String KNOWN_AT_SET_UP =
            "call_id, delivery_id, alert_id, attempt, possible_duplicate, trunk, set_up_at";

    private static final String KNOWN_AT_END =
            "proxy, ringing_at, answered_at, ended_at, keys, outcome, reason, ending,"
                    + " sip_status, q850, sip_call_id, packets_sent, packets_received, packets_early, packets_lost, jitter_ms,"
                    + " far_loss_worst, far_loss_average, far_jitter_ms, round_trip_ms";

    private static final String COLUMNS = KNOWN_AT_SET_UP + ", " + KNOWN_AT_END;

    /** An end completes what stands there without one. Nothing else changes a record, and nothing its place in a list. */
    private static final String WRITE = "INSERT INTO call_record (" + COLUMNS + ") SELECT * FROM unnest("
            + "$1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::boolean[], $6::text[], $7::timestamptz[],"
            + " $8::text[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[],"
            + " $13::text[], $14::text[], $15::text[], $16::integer[], $17::integer[], $18::text[],"
            + " $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[], $23::integer[],"
            + " $24::real[], $25::real[], $26::integer[], $27::integer[]) ON CONFLICT (call_id) DO UPDATE SET ("
            + KNOWN_AT_END + ") = (" + KNOWN_AT_END.replaceAll("\\w+", "EXCLUDED.$0")
            + ") WHERE EXCLUDED.ended_at IS NOT NULL AND call_record.ended_at IS NULL";

    private static final String ORDER = " ORDER BY set_up_at, call_id LIMIT $2";
    private static final String AFTER = " AND (set_up_at, call_id) > ($3, $4)";

    /** Reads, as the deletion of what is lost does, the index of records without an end: it is small. */
    private static final String LOSE = "UPDATE call_record SET ending = '" + CallDetail.LOST + "', outcome = 'UNKNOWN',"
            + " reason = '" + FailureReason.INTERRUPTED + "'"
            + oldest("ended_at IS NULL AND ending = '" + CallDetail.UNDER_WAY + "'", "set_up_at");

    private static final String PURGE_ENDED = "DELETE FROM call_record" + oldest("ended_at IS NOT NULL", "ended_at");

    private static final String PURGE_LOST =
            "DELETE FROM call_record" + oldest("ended_at IS NULL AND ending = '" + CallDetail.LOST + "'", "set_up_at");

    private final Statements statements;

    CallTable(Statements statements) {
        this.statements = statements;
    }

    /** Rows that another copy is at are left to it. */
    private static String oldest(String which, String since) {
        return " WHERE call_id IN (SELECT call_id FROM call_record WHERE " + which + " AND " + since
                + " < now() - make_interval(secs => $1) ORDER BY " + since + " LIMIT $2 FOR UPDATE SKIP LOCKED)";
    }

    /** Inserts, or completes a record that has no end yet. No call may stand twice in the list. */
    void write(List<CallDetail> calls) {
        statements.run(
                WRITE,
                ids(calls, CallDetail::callId),
                ids(calls, CallDetail::deliveryId),
                ids(calls, CallDetail::alertId),
                integers(calls, CallDetail::attempt),
                flags(calls, CallDetail::possibleDuplicate),
                texts(calls, CallDetail::trunk),
                times(calls, CallDetail::setUpAt),
                texts(calls, CallDetail::proxy),
                times(calls, CallDetail::ringingAt),
                times(calls, CallDetail::answeredAt),
                times(calls, CallDetail::endedAt),
                texts(calls, CallDetail::keys),
                texts(calls, CallDetail::outcome),
                texts(calls, CallDetail::reason),
                texts(calls, CallDetail::end),
                integers(calls, CallDetail::sipStatus),
                integers(calls, CallDetail::q850),
                texts(calls, CallDetail::sipCallId),
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

    /**
     * Says of calls that were set up so long ago, and have no end, that they are lost.
     *
     * @return how many, at most {@code limit}
     */
    int lose(Duration longest, int limit) {
        return statements.run(LOSE, (double) longest.toSeconds(), limit).rowCount();
    }

    /** @return how many were deleted, at most {@code limit}, and as many that were lost */
    int purge(Duration keep, int limit) {
        double seconds = keep.toSeconds();
        return statements.run(PURGE_ENDED, seconds, limit).rowCount()
                + statements.run(PURGE_LOST, seconds, limit).rowCount();
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
                row.getString("sip_call_id"),
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
