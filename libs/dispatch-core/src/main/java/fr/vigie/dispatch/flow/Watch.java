package fr.vigie.dispatch.flow;

import fr.vigie.bus.DataFault;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.Urgency;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks after what nobody answers: leases that ended, alerts that expired or were cancelled while deliveries were
 * queued, receipts that do not come.
 */
final class Watch implements Runnable {
    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final int MOST = 1_000;
    private static final int LOOKS_PER_COUNT = 10;

    /** Urgent is sent again, and flagged; bulk waits until the alert expires. With a name it can be asked about. */
    private static final String ENDED_LEASES = "UPDATE delivery d SET state = 'UNKNOWN', rank = 20, reason ="
            + " 'INTERRUPTED', owner = NULL, updated_at = now(),"
            + " waits_for = CASE WHEN d.carrier_message_id IS NULL AND d.lane = 'URGENT' THEN 'ATTEMPT' ELSE"
            + " 'SETTLEMENT' END, due_at = CASE WHEN d.carrier_message_id IS NULL AND d.lane = 'BULK' THEN d.expires"
            + " ELSE now() END, possible_duplicate = d.possible_duplicate OR (d.carrier_message_id IS NULL AND d.lane ="
            + " 'URGENT') WHERE d.delivery_id IN (SELECT delivery_id FROM delivery WHERE waits_for = 'LEASE' AND lane"
            + " = $1 AND due_at < now() LIMIT " + MOST + " FOR UPDATE SKIP LOCKED)";

    private static final String END = "UPDATE delivery d SET state = CASE WHEN d.possible_duplicate OR d.state ="
            + " 'UNKNOWN' THEN 'UNCONFIRMED' ELSE $1 END, rank = CASE WHEN d.possible_duplicate OR d.state = 'UNKNOWN'"
            + " THEN 80 ELSE 90 END, reason = CASE WHEN d.possible_duplicate OR d.state = 'UNKNOWN' THEN 'INTERRUPTED'"
            + " ELSE $2 END, waits_for = NULL, due_at = NULL, numbers = '', fallback_numbers = NULL, updated_at = now()"
            + " WHERE d.delivery_id IN (";

    private static final String EXPIRED = END + "SELECT w.delivery_id FROM content c JOIN delivery w ON w.alert_id ="
            + " c.alert_id AND w.waits_for = 'ATTEMPT' WHERE c.expires <= now() AND w.expires <= now() LIMIT " + MOST
            + " FOR UPDATE OF w SKIP LOCKED)";

    private static final String CANCELLED = END + "SELECT w.delivery_id FROM cancelled_alert c JOIN delivery w ON"
            + " w.alert_id = c.alert_id AND w.waits_for = 'ATTEMPT' LIMIT " + MOST + " FOR UPDATE OF w SKIP LOCKED)";

    private static final String COUNT =
            "SELECT lane, waits_for, count(*) FROM delivery WHERE waits_for IS NOT NULL" + " GROUP BY lane, waits_for";

    private static final String FORGET_RECEIPTS =
            "DELETE FROM parked_receipt WHERE parked_at < now() - interval '3 days'";
    private static final String FORGET_ORDERS =
            "DELETE FROM cancelled_alert WHERE alert_expires < now() - interval '1 day'";

    private final Database database;
    private final News news;
    private final AfterHours afterHours;
    private final Settlement settlement;
    private final Cancellations cancellations;
    private final Recorder recorder;
    private final ClaimLoop claims;
    private final Desk desk;
    private final DispatchMeters meters;
    private final Duration interval;
    private final Semaphore wanted = new Semaphore(0);
    private final Map<String, Long> depths = new ConcurrentHashMap<>();
    private final OnceAMinute complaint = new OnceAMinute();
    private volatile boolean stopping;
    private int looks;

    Watch(
            ChannelProfile profile,
            Database database,
            News news,
            AfterHours afterHours,
            Settlement settlement,
            Cancellations cancellations,
            Recorder recorder,
            ClaimLoop claims,
            Desk desk,
            DispatchMeters meters,
            Duration interval) {
        this.database = database;
        this.news = news;
        this.afterHours = afterHours;
        this.settlement = settlement;
        this.cancellations = cancellations;
        this.recorder = recorder;
        this.claims = claims;
        this.desk = desk;
        this.meters = meters;
        this.interval = interval;
        for (Urgency lane : Urgency.values()) {
            for (String waitsFor : List.of("ATTEMPT", "LEASE", "SETTLEMENT", "RECEIPT")) {
                String key = lane + "/" + waitsFor;
                depths.put(key, 0L);
                meters.queue(lane.name(), waitsFor, depths, each -> each.getOrDefault(key, 0L));
            }
        }
        LOG.debugf("watching channel=%s", profile.channel());
    }

    /** Looks at once, because an alert was cancelled. */
    void lookNow() {
        wanted.release();
    }

    void stop() {
        stopping = true;
        wanted.release();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                lookOnce();
                if (wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        try {
            meters.links(desk.routes());
            cancelWaiting();
            repeat(EXPIRED, "EXPIRED", "ALERT_EXPIRED");
            for (Urgency lane : Urgency.values()) {
                if (repeat(ENDED_LEASES, lane.name()) > 0) {
                    claims.backlog(lane);
                }
            }
            alone(afterHours::putOff);
            alone(settlement::settle);
            alone(() -> database.transaction(statements -> new ReceiptTable(statements).findable())
                    .forEach(recorder::receiveParked));
            if (looks++ % LOOKS_PER_COUNT == 0) {
                count();
            }
        } catch (RuntimeException e) {
            LOG.warnf("watch interrupted, looking again sqlState=%s", Database.sqlState(e));
            LOG.debug("watch failed", e);
        }
    }

    /** What lies in one row must not keep the rest of the round from being done. */
    private void alone(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (!Database.refuses(e) && !DataFault.is(e)) {
                throw e;
            }
            if (complaint.due()) {
                LOG.warnf(e, "step of the watch failed sqlState=%s failure=%s", Database.sqlState(e), e.getClass());
            }
        }
    }

    /** Ends what is queued of cancelled alerts. */
    private void cancelWaiting() {
        repeat(CANCELLED, "CANCELLED", "ALERT_CANCELLED");
    }

    private int repeat(String update, Object... parameters) {
        int all = 0;
        int some;
        do {
            some = once(update, parameters);
            all += some;
        } while (some == MOST && !stopping);
        return all;
    }

    private int once(String update, Object... parameters) {
        List<DeliveryEvent> events = database.transaction(statements -> {
            Stored<Delivery> changed = new Deliveries(statements).update(update, parameters);
            List<DeliveryEvent> told = changed.rows().stream()
                    .map(row -> news.state(row, changed.at()))
                    .toList();
            statements.publish(told.stream().map(News::outgoing).toList());
            return told;
        });
        meters.told(events);
        return events.size();
    }

    private void count() {
        cancellations.forgetExpired();
        database.transaction(statements -> {
            statements.run(FORGET_RECEIPTS);
            statements.run(FORGET_ORDERS);
            depths.replaceAll((key, old) -> 0L);
            for (Row row : statements.run(COUNT)) {
                depths.put(row.getString(0) + "/" + row.getString(1), row.getLong(2));
            }
            return null;
        });
    }
}
