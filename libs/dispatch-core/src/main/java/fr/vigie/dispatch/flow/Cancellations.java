package fr.vigie.dispatch.flow;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.Received;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.events.AlertControl;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Which alerts are cancelled: in memory for the look before each hand-over, in the database for copies that start
 * later. Every copy hears every order.
 */
final class Cancellations implements BatchHandler<AlertControl> {
    private static final Logger LOG = Logger.getLogger(Cancellations.class);

    private static final String STORE = "INSERT INTO cancelled_alert (alert_id, at, alert_expires) SELECT * FROM"
            + " unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) ON CONFLICT (alert_id) DO NOTHING";
    private static final String LOAD = "SELECT alert_id, alert_expires FROM cancelled_alert";
    private static final String AMONG = "SELECT alert_id FROM cancelled_alert WHERE alert_id = ANY($1)";

    /**
     * More than two clocks may differ. An order that is dropped because our clock is ahead never comes again, and what
     * is still queued would be sent when the clock is put right. As long as the database keeps it.
     */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;
    private final Map<UUID, Instant> cancelled = new ConcurrentHashMap<>();
    private volatile Runnable listener = () -> {};

    Cancellations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Who is told that there is something to cancel. */
    void onCancel(Runnable newListener) {
        listener = newListener;
    }

    /** Reads what the database knows. */
    void load() {
        database.transaction(statements -> {
            for (Row row : statements.run(LOAD)) {
                OffsetDateTime expires = row.getOffsetDateTime(1);
                cancelled.put(row.getUUID(0), expires == null ? Instant.MAX : expires.toInstant());
            }
            return null;
        });
    }

    boolean contains(UUID alertId) {
        return cancelled.containsKey(alertId);
    }

    /** Which of these alerts have been cancelled, also where this copy has not heard of it yet. */
    Set<UUID> among(Statements statements, Collection<UUID> alertIds) {
        Set<UUID> found = new HashSet<>();
        for (Row row : statements.run(AMONG, (Object) alertIds.toArray(UUID[]::new))) {
            found.add(row.getUUID(0));
        }
        alertIds.stream().filter(this::contains).forEach(found::add);
        return found;
    }

    @Override
    public void handle(List<Received<AlertControl>> batch) {
        Instant now = clock.instant();
        Instant forgotten = now.minus(MARGIN);
        List<AlertControl> orders = batch.stream()
                .map(Received::event)
                .filter(order -> order.action() == AlertControl.Action.CANCEL && order.alertId() != null)
                .filter(order ->
                        order.alertExpires() == null || order.alertExpires().isAfter(forgotten))
                .toList();
        if (orders.isEmpty()) {
            return;
        }
        for (AlertControl order : orders) {
            cancelled.put(order.alertId(), order.alertExpires() == null ? Instant.MAX : order.alertExpires());
        }
        database.transaction(statements -> statements.run(
                STORE,
                Statements.ids(orders, AlertControl::alertId),
                Statements.times(orders, order -> order.at() == null ? now : order.at()),
                Statements.times(orders, AlertControl::alertExpires)));
        LOG.infof("alerts cancelled count=%d", orders.size());
        listener.run();
    }

    /** Forgets alerts that expired long ago: nothing of them is sent anyway. */
    void forgetExpired() {
        Instant forgotten = clock.instant().minus(MARGIN);
        cancelled.values().removeIf(expires -> expires.isBefore(forgotten));
    }
}
