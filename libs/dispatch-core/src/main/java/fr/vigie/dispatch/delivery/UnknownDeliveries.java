package fr.vigie.dispatch.delivery;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Bulk deliveries of an alert of which nobody knows whether they were handed over: they wait for an officer. */
@ApplicationScoped
public class UnknownDeliveries {
    private static final String ALERT = "SELECT bool_or(c.expires > now()), EXISTS (SELECT 1 FROM cancelled_alert x"
            + " WHERE x.alert_id = $1) FROM content c WHERE c.alert_id = $1 HAVING count(*) > 0";

    /** What the operator gave a name can be asked about, and is. */
    private static final String WAITING = " d.waits_for = 'SETTLEMENT' AND d.state = 'UNKNOWN' AND d.lane IN ('BULK',"
            + " 'URGENT') AND d.alert_id = $1 AND d.expires > now() AND d.carrier_message_id IS NULL";

    private static final String COUNT = "SELECT count(*) FROM delivery d WHERE" + WAITING;

    private static final String SEND_AGAIN = "UPDATE delivery d SET waits_for = 'ATTEMPT', due_at = now(),"
            + " possible_duplicate = true, updated_at = now() WHERE" + WAITING + " RETURNING old.possible_duplicate";

    private final Database database;

    UnknownDeliveries(Database database) {
        this.database = database;
    }

    /** Empty where no delivery of the alert was ever asked for here. */
    public Optional<Waiting> of(UUID alertId) {
        return database.transaction(statements -> read(statements, alertId));
    }

    /**
     * Has them sent again, flagged as possible duplicates; nothing where the alert is over.
     *
     * @return how the alert stood before; empty where no delivery of it was ever asked for here
     */
    public Optional<Waiting> sendAgain(UUID alertId) {
        return database.transaction(statements -> {
            Optional<Waiting> before = read(statements, alertId);
            if (before.isEmpty() || before.get().over()) {
                return before;
            }
            RowSet<Row> again = statements.run(SEND_AGAIN, alertId);
            for (Row row : again) {
                statements.flagged(row.getBoolean(0) ? 0 : 1);
            }
            return Optional.of(new Waiting(false, again.rowCount()));
        });
    }

    private static Optional<Waiting> read(Statements statements, UUID alertId) {
        for (Row row : statements.run(ALERT, alertId)) {
            boolean over = !row.getBoolean(0) || row.getBoolean(1);
            long count =
                    over ? 0 : statements.run(COUNT, alertId).iterator().next().getLong(0);
            return Optional.of(new Waiting(over, (int) count));
        }
        return Optional.empty();
    }

    /**
     * What waits for a decision.
     *
     * @param over whether the alert has expired or was cancelled: nothing is sent any more
     * @param count how many deliveries
     */
    public record Waiting(boolean over, int count) {}
}
