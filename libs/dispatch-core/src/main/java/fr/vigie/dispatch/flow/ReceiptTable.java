package fr.vigie.dispatch.flow;

import static fr.vigie.dispatch.delivery.Statements.integers;
import static fr.vigie.dispatch.delivery.Statements.texts;
import static fr.vigie.dispatch.delivery.Statements.times;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Receipts that have not found their delivery yet. */
final class ReceiptTable {
    private static final String FIELDS = "p.carrier, p.carrier_message_id, p.state, p.reason, p.at";

    private static final String TAKE = "DELETE FROM parked_receipt p USING unnest($1::text[], $2::text[]) AS u(carrier,"
            + " message_id) WHERE p.carrier_message_id = u.message_id AND p.carrier = u.carrier RETURNING " + FIELDS;

    private static final String DROP = "DELETE FROM parked_receipt WHERE carrier_message_id = $1 AND carrier = $2";

    /** Sorted, so that two copies that park the same ones wait for each other instead of blocking each other. */
    private static final String PARK = "INSERT INTO parked_receipt (carrier, carrier_message_id, state, rank, reason,"
            + " at) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::timestamptz[])"
            + " AS u(carrier, message_id, state, rank, reason, at) ORDER BY message_id, carrier"
            + " ON CONFLICT (carrier_message_id, carrier) DO UPDATE SET state = excluded.state, rank = excluded.rank,"
            + " reason = excluded.reason, at = excluded.at WHERE parked_receipt.rank < excluded.rank";

    private static final String FINDABLE = "SELECT " + FIELDS + " FROM parked_receipt p WHERE EXISTS (SELECT 1 FROM"
            + " delivery d WHERE d.carrier_message_id = p.carrier_message_id AND d.carrier = p.carrier) OR EXISTS"
            + " (SELECT 1 FROM extra_hand_over e WHERE e.carrier_message_id = p.carrier_message_id AND e.carrier ="
            + " p.carrier) LIMIT 500";

    private final Statements statements;

    ReceiptTable(Statements statements) {
        this.statements = statements;
    }

    /** Takes the parked receipts of these messages out of the table. */
    <K> List<Receipt> takeParked(List<K> keys, Function<K, String> carrier, Function<K, String> messageId) {
        return keys.isEmpty() ? List.of() : read(statements.run(TAKE, texts(keys, carrier), texts(keys, messageId)));
    }

    /** Parks receipts; of two for one message the one that says most stays. */
    void park(List<Receipt> receipts) {
        if (!receipts.isEmpty()) {
            statements.run(
                    PARK,
                    texts(receipts, Receipt::carrier),
                    texts(receipts, Receipt::carrierMessageId),
                    texts(receipts, Receipt::state),
                    integers(receipts, receipt -> receipt.state().rank()),
                    texts(receipts, Receipt::reason),
                    times(receipts, Receipt::at));
        }
    }

    void drop(Receipt receipt) {
        statements.run(DROP, receipt.carrierMessageId(), receipt.carrier());
    }

    /** Parked receipts whose delivery is known after all: their two transactions ran side by side. */
    List<Receipt> findable() {
        return read(statements.run(FINDABLE));
    }

    private static List<Receipt> read(RowSet<Row> rows) {
        List<Receipt> receipts = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String reason = row.getString(3);
            receipts.add(new Receipt(
                    row.getString(0),
                    row.getString(1),
                    DeliveryState.valueOf(row.getString(2)),
                    reason == null ? null : FailureReason.valueOf(reason),
                    row.getOffsetDateTime(4).toInstant()));
        }
        return receipts;
    }
}
