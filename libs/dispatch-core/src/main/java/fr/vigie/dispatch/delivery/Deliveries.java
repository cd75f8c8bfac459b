package fr.vigie.dispatch.delivery;

import static fr.vigie.dispatch.delivery.Statements.flags;
import static fr.vigie.dispatch.delivery.Statements.ids;
import static fr.vigie.dispatch.delivery.Statements.integers;
import static fr.vigie.dispatch.delivery.Statements.longs;
import static fr.vigie.dispatch.delivery.Statements.texts;
import static fr.vigie.dispatch.delivery.Statements.times;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BinaryOperator;

/** The table of deliveries. Every statement works on a whole batch. */
public final class Deliveries {
    private static final String COLUMNS = "d.delivery_id, d.alert_id, d.recipient_id, d.content_id, d.fallback_of,"
            + " d.lane, d.state, d.attempt, d.tries, d.number_index, d.chunk, d.position, d.possible_duplicate,"
            + " d.expires, d.waits_for, d.handed_over_at, d.reason, d.carrier, d.carrier_message_id, d.numbers,"
            + " d.fallback_numbers, d.quiet_hours";

    private static final String INSERT = "INSERT INTO delivery (delivery_id, alert_id, recipient_id, content_id,"
            + " fallback_of, lane, state, rank, attempt, chunk, position, expires, reason, numbers, fallback_numbers,"
            + " quiet_hours, waits_for, due_at, owner)"
            + " SELECT u.*, CASE u.waits_for WHEN 'LEASE' THEN now() + $18::bigint * interval '1 ms' WHEN 'ATTEMPT' THEN CASE"
            + " WHEN u.expires > $20::timestamptz THEN greatest(now(), $20::timestamptz) ELSE now() END"
            + " END, CASE u.waits_for WHEN 'LEASE' THEN $19 END"
            + " FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],"
            + " $8::int[], $9::int[], $10::int[], $11::int[], $12::timestamptz[], $13::text[], $14::text[],"
            + " $15::text[], $16::text[], $17::text[]) AS u(delivery_id, alert_id, recipient_id, content_id, fallback_of,"
            + " lane, state, rank, attempt, chunk, position, expires, reason, numbers, fallback_numbers, quiet_hours,"
            + " waits_for)"
            + " ON CONFLICT (delivery_id) DO NOTHING RETURNING delivery_id, now()";

    private static final String CLAIM = "WITH due AS (SELECT delivery_id FROM delivery WHERE waits_for = 'ATTEMPT' AND"
            + " lane = $1 AND due_at <= now() AND expires > now() ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
            + " UPDATE delivery d SET state = $3, rank = $4, attempt = CASE d.state WHEN 'QUEUED' THEN"
            + " greatest(d.attempt, 1) ELSE d.attempt + 1 END, reason = NULL, carrier_message_id = NULL, owner = $5,"
            + " waits_for = 'LEASE', due_at = now() + $6::bigint * interval '1 ms', updated_at = now()"
            + " FROM due WHERE d.delivery_id = due.delivery_id RETURNING " + COLUMNS + ", now()";

    private static final String CHANGE = "UPDATE delivery d SET state = u.state, rank = u.rank, attempt = u.attempt,"
            + " reason = u.reason, tries = u.tries, number_index = u.number_index, carrier = coalesce(u.carrier,"
            + " d.carrier), carrier_message_id = u.message_id, handed_over_at = coalesce(u.handed_over_at,"
            + " d.handed_over_at), waits_for = u.waits_for, due_at = CASE u.waits_for WHEN 'ATTEMPT' THEN now() +"
            + " u.delay * interval '1 ms' WHEN 'RECEIPT' THEN least(d.expires + $16::bigint *"
            + " interval '1 ms', CASE WHEN u.delay > 0 THEN now() + u.delay * interval '1 ms' END) WHEN 'SETTLEMENT' THEN"
            + " d.expires END, possible_duplicate = d.possible_duplicate OR u.duplicate, owner = NULL, updated_at ="
            + " now(), numbers = CASE WHEN u.waits_for IS NULL THEN '' ELSE d.numbers END, fallback_numbers = CASE"
            + " WHEN u.waits_for IS NULL THEN NULL ELSE d.fallback_numbers END"
            + " FROM unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::int[], $6::text[], $7::int[], $8::int[],"
            + " $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::bigint[], $14::boolean[], $15::int[])"
            + " AS u(delivery_id, guard, state, rank, attempt, reason, tries, number_index, carrier, message_id,"
            + " handed_over_at, waits_for, delay, duplicate, line)"
            + " WHERE d.delivery_id = u.delivery_id AND d.attempt = u.guard AND d.rank < 90"
            + " AND (u.attempt, u.rank) > (d.attempt, d.rank)"
            + " RETURNING u.line, now(), d.possible_duplicate, old.possible_duplicate";

    private static final String BY_RECEIPT = "SELECT " + COLUMNS + ", u.line FROM unnest($1::text[], $2::text[],"
            + " $3::int[]) AS u(carrier, message_id, line) JOIN delivery d ON d.carrier_message_id = u.message_id AND"
            + " d.carrier = u.carrier";

    private static final String BY_EXTRA_RECEIPT = "SELECT " + COLUMNS + ", u.line FROM unnest($1::text[], $2::text[],"
            + " $3::int[]) AS u(carrier, message_id, line) JOIN extra_hand_over e ON e.carrier_message_id ="
            + " u.message_id AND e.carrier = u.carrier JOIN delivery d ON d.delivery_id = e.delivery_id";

    /** A restarted SMSC gives out its ids again: who still waits comes first, then who was handed over last. */
    private static final Comparator<Delivery> LIKELIEST = Comparator.comparing((Delivery row) -> row.waitsFor() != null)
            .thenComparing(Delivery::handedOverAt, Comparator.nullsFirst(Comparator.naturalOrder()));

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM delivery d WHERE d.delivery_id = ANY($1)";

    private static final String DUE_AT = "SELECT due_at FROM delivery WHERE delivery_id = $1 AND waits_for = 'ATTEMPT'";

    private final Statements statements;

    public Deliveries(Statements statements) {
        this.statements = statements;
    }

    /**
     * Stores new deliveries; those that are there already stay as they are.
     *
     * @param notBefore when what is queued becomes due; null for now, as for what expires before it
     * @return the ids of those that are new
     */
    public Stored<UUID> insert(List<Delivery> rows, Duration lease, String owner, Instant notBefore) {
        RowSet<Row> inserted = statements.run(
                INSERT,
                ids(rows, Delivery::deliveryId),
                ids(rows, Delivery::alertId),
                ids(rows, Delivery::recipientId),
                ids(rows, Delivery::contentId),
                ids(rows, Delivery::fallbackOf),
                texts(rows, Delivery::lane),
                texts(rows, Delivery::state),
                integers(rows, row -> row.state().rank()),
                integers(rows, Delivery::attempt),
                integers(rows, Delivery::chunk),
                integers(rows, Delivery::position),
                times(rows, Delivery::expires),
                texts(rows, Delivery::reason),
                texts(rows, Delivery::numbers),
                texts(rows, Delivery::fallbackNumbers),
                texts(rows, row -> QuietText.of(row.quietHours())),
                texts(rows, Delivery::waitsFor),
                lease.toMillis(),
                owner,
                Statements.time(notBefore));
        List<UUID> fresh = new ArrayList<>(inserted.size());
        Instant at = null;
        for (Row row : inserted) {
            fresh.add(row.getUUID(0));
            at = instant(row, 1);
        }
        return new Stored<>(fresh, at);
    }

    /** Takes deliveries that are due, the longest due first, and leaves out those that another copy is taking. */
    public Stored<Delivery> claim(Urgency lane, int most, DeliveryState inFlight, String owner, Duration lease) {
        return read(
                statements.run(CLAIM, lane.name(), most, inFlight.name(), inFlight.rank(), owner, lease.toMillis()));
    }

    /**
     * Writes changes whose deliveries still have the attempt that they were decided for.
     *
     * @return what was written, by the index of the change; what is missing there was not
     */
    public Map<Integer, Written> write(List<Change> changes, Duration receiptGrace) {
        List<Integer> lines = new ArrayList<>(changes.size());
        for (int line = 0; line < changes.size(); line++) {
            lines.add(line);
        }
        RowSet<Row> rows = statements.run(
                CHANGE,
                ids(changes, Change::deliveryId),
                integers(changes, Change::guardAttempt),
                texts(changes, change -> change.last().state()),
                integers(changes, change -> change.last().state().rank()),
                integers(changes, change -> change.last().attempt()),
                texts(changes, change -> change.last().reason()),
                integers(changes, Change::tries),
                integers(changes, Change::numberIndex),
                texts(changes, Change::carrier),
                texts(changes, Change::carrierMessageId),
                times(changes, Change::handedOverAt),
                texts(changes, Change::waitsFor),
                longs(changes, change -> change.delay().toMillis()),
                flags(changes, Change::possibleDuplicate),
                integers(lines, line -> line),
                receiptGrace.toMillis());
        Map<Integer, Written> written = new HashMap<>();
        for (Row row : rows) {
            written.put(row.getInteger(0), new Written(instant(row, 1), row.getBoolean(2)));
            statements.flagged(row.getBoolean(2) && !row.getBoolean(3) ? 1 : 0);
        }
        return written;
    }

    /**
     * The deliveries that receipts are about, by the index of the receipt. Of several with one id it is the one that
     * is not final, and of several of these the one handed over last.
     */
    public Map<Integer, Delivery> findByReceipt(List<Receipt> receipts) {
        Map<Integer, Delivery> found = new HashMap<>();
        collect(BY_RECEIPT, receipts, found);
        if (found.size() < receipts.size()) {
            collect(BY_EXTRA_RECEIPT, receipts, found);
        }
        return found;
    }

    private void collect(String sql, List<Receipt> receipts, Map<Integer, Delivery> found) {
        List<Integer> lines = new ArrayList<>();
        for (int line = 0; line < receipts.size(); line++) {
            if (!found.containsKey(line)) {
                lines.add(line);
            }
        }
        RowSet<Row> rows = statements.run(
                sql,
                texts(lines, line -> receipts.get(line).carrier()),
                texts(lines, line -> receipts.get(line).carrierMessageId()),
                integers(lines, line -> line));
        for (Row row : rows) {
            found.merge(row.getInteger(22), delivery(row), BinaryOperator.maxBy(LIKELIEST));
        }
    }

    /** Deliveries by id; those that do not exist are missing. */
    public Map<UUID, Delivery> find(List<UUID> deliveryIds) {
        Map<UUID, Delivery> found = new HashMap<>();
        for (Row row : statements.run(BY_ID, (Object) deliveryIds.toArray(UUID[]::new))) {
            found.put(row.getUUID(0), delivery(row));
        }
        return found;
    }

    /** When a delivery's next attempt is due; empty where it waits for none. */
    public Optional<Instant> dueAt(UUID deliveryId) {
        for (Row row : statements.run(DUE_AT, deliveryId)) {
            return Optional.of(instant(row, 0));
        }
        return Optional.empty();
    }

    /**
     * Runs an UPDATE of {@code delivery d} and reads what it returns.
     *
     * @param update the statement without its RETURNING
     */
    public Stored<Delivery> update(String update, Object... parameters) {
        RowSet<Row> rows =
                statements.run(update + " RETURNING " + COLUMNS + ", now(), old.possible_duplicate", parameters);
        for (Row row : rows) {
            statements.flagged(row.getBoolean(12) && !row.getBoolean(23) ? 1 : 0);
        }
        return read(rows);
    }

    /** Runs a SELECT from {@code delivery d}; {@code rest} begins after the FROM clause. */
    public Stored<Delivery> select(String rest, Object... parameters) {
        return read(statements.run("SELECT " + COLUMNS + ", now() FROM delivery d " + rest, parameters));
    }

    private static Stored<Delivery> read(RowSet<Row> rows) {
        List<Delivery> deliveries = new ArrayList<>(rows.size());
        Instant at = null;
        for (Row row : rows) {
            deliveries.add(delivery(row));
            at = instant(row, 22);
        }
        return new Stored<>(deliveries, at);
    }

    /** The row as it will be after a change, as far as memory can tell. */
    public static Delivery applied(Delivery row, Change change) {
        Step last = change.last();
        boolean ended = change.waitsFor() == null;
        return new Delivery(
                row.deliveryId(),
                row.alertId(),
                row.recipientId(),
                row.contentId(),
                row.fallbackOf(),
                row.lane(),
                last.state(),
                last.attempt(),
                change.tries(),
                change.numberIndex(),
                row.chunk(),
                row.position(),
                row.possibleDuplicate() || change.possibleDuplicate(),
                row.expires(),
                change.waitsFor(),
                change.handedOverAt() == null ? row.handedOverAt() : change.handedOverAt(),
                last.reason(),
                change.carrier() == null ? row.carrier() : change.carrier(),
                change.carrierMessageId(),
                ended ? "" : row.numbers(),
                ended ? null : row.fallbackNumbers(),
                row.quietHours());
    }

    private static Delivery delivery(Row row) {
        String waitsFor = row.getString(14);
        String reason = row.getString(16);
        return new Delivery(
                row.getUUID(0),
                row.getUUID(1),
                row.getUUID(2),
                row.getUUID(3),
                row.getUUID(4),
                Urgency.valueOf(row.getString(5)),
                DeliveryState.valueOf(row.getString(6)),
                row.getInteger(7),
                row.getInteger(8),
                row.getInteger(9),
                row.getInteger(10),
                row.getInteger(11),
                row.getBoolean(12),
                instant(row, 13),
                waitsFor == null ? null : Waiting.valueOf(waitsFor),
                instant(row, 15),
                reason == null ? null : FailureReason.valueOf(reason),
                row.getString(17),
                row.getString(18),
                row.getString(19),
                row.getString(20),
                QuietText.parse(row.getString(21)));
    }

    private static Instant instant(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /**
     * Rows and the time of the transaction that wrote them.
     *
     * @param at null where there are none
     */
    public record Stored<T>(List<T> rows, Instant at) {}

    /** That a change was written, when, and whether the merchant may have received it more than once. */
    public record Written(Instant at, boolean possibleDuplicate) {}
}
