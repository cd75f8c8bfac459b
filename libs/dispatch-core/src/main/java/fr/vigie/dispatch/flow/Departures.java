package fr.vigie.dispatch.flow;

import static fr.vigie.dispatch.delivery.Statements.ids;
import static fr.vigie.dispatch.delivery.Statements.times;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.Received;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.SubscriberEvent;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Who has left this channel not long ago. What is queued for them ends at once; what was claimed, or comes from a topic
 * or as a fallback later, meets the look before the hand-over. Each event is handled by one copy; the others read the
 * table every second.
 */
final class Departures implements BatchHandler<SubscriberEvent> {
    private static final Logger LOG = Logger.getLogger(Departures.class);
    /** Longer than any alert lives, which is what a delivery may have been resolved for before its merchant left. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LOOKS_PER_CLEARING = 600;

    private static final String STORE = "INSERT INTO departure (recipient_id, at) SELECT u.recipient_id, max(u.at)"
            + " FROM unnest($1::uuid[], $2::timestamptz[]) AS u(recipient_id, at) GROUP BY u.recipient_id"
            + " ORDER BY u.recipient_id"
            + " ON CONFLICT (recipient_id) DO UPDATE SET at = greatest(departure.at, excluded.at)";

    /** A consent that was given later. */
    private static final String RETURN = "DELETE FROM departure d USING unnest($1::uuid[], $2::timestamptz[])"
            + " AS u(recipient_id, at) WHERE d.recipient_id = u.recipient_id AND d.at < u.at";

    /**
     * No index of its own: departures are rare, and this walks through what is queued by the index that is there. An
     * earlier attempt may have arrived; then "never handed over" would not be true.
     */
    private static final String END = "UPDATE delivery d SET state = CASE WHEN d.possible_duplicate OR d.state ="
            + " 'UNKNOWN' THEN 'UNCONFIRMED' ELSE 'CANCELLED' END, rank = CASE WHEN d.possible_duplicate OR d.state ="
            + " 'UNKNOWN' THEN 80 ELSE 90 END, reason = CASE WHEN d.possible_duplicate OR d.state = 'UNKNOWN' THEN"
            + " 'INTERRUPTED' ELSE 'OPTED_OUT' END, waits_for = NULL, due_at = NULL, numbers = '', fallback_numbers ="
            + " NULL, updated_at = now() WHERE d.delivery_id IN (SELECT w.delivery_id FROM delivery w JOIN departure c"
            + " ON c.recipient_id = w.recipient_id WHERE w.waits_for = 'ATTEMPT' AND w.recipient_id = ANY($1)"
            + " FOR UPDATE OF w)";

    private static final String LOAD = "SELECT recipient_id FROM departure";
    private static final String CLEAR = "DELETE FROM departure WHERE at < $1";

    private final Channel channel;
    private final Database database;
    private final News news;
    private final DispatchMeters meters;
    private final Clock clock;
    private final ScheduledExecutorService looking;
    private volatile Set<UUID> gone = Set.of();
    private boolean started;
    private int looks;

    Departures(Channel channel, Database database, News news, DispatchMeters meters, Clock clock) {
        this.channel = channel;
        this.database = database;
        this.news = news;
        this.meters = meters;
        this.clock = clock;
        this.looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "dispatch-departures");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Whether the merchant wants nothing more on this channel. */
    boolean contains(UUID recipientId) {
        return gone.contains(recipientId);
    }

    /** Reads what the database knows, and goes on reading it. May be called again where it failed. */
    synchronized void start() {
        load();
        if (!started) {
            started = true;
            var unused =
                    looking.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        looking.shutdownNow();
    }

    private void look() {
        try {
            if (looks++ % LOOKS_PER_CLEARING == 0) {
                Instant before = clock.instant().minus(KEPT);
                database.transaction(statements -> statements.run(CLEAR, Statements.time(before)));
            }
            load();
        } catch (RuntimeException | Error e) { // what is thrown here would end the looking for good
            LOG.debug("departures not read, looking again", e);
        }
    }

    private synchronized void load() {
        Set<UUID> read = new HashSet<>();
        database.transaction(statements -> {
            read.clear();
            for (Row row : statements.run(LOAD)) {
                read.add(row.getUUID(0));
            }
            return null;
        });
        gone = Set.copyOf(read);
    }

    @Override
    public void handle(List<Received<SubscriberEvent>> batch) {
        Instant oldest = clock.instant().minus(KEPT);
        List<SubscriberEvent> ours = batch.stream()
                .map(Received::event)
                .filter(event -> event.recipientId() != null && event.at().isAfter(oldest))
                .filter(event -> event.channel() == null || event.channel() == channel)
                .toList();
        List<SubscriberEvent> left = ours.stream()
                .filter(event -> event.type() == SubscriberEvent.Type.OPTED_OUT
                        || event.type() == SubscriberEvent.Type.CONSENT_WITHDRAWN)
                .toList();
        List<SubscriberEvent> given = ours.stream()
                .filter(event -> event.type() == SubscriberEvent.Type.CONSENT_GIVEN)
                .toList();
        if (left.isEmpty() && given.isEmpty()) {
            return;
        }
        List<DeliveryEvent> ended = database.transaction(statements -> store(statements, left, given));
        meters.told(ended);
        load();
        if (!ended.isEmpty()) {
            LOG.infof("merchants left, what was queued for them ended deliveries=%d", ended.size());
        }
    }

    private List<DeliveryEvent> store(Statements statements, List<SubscriberEvent> left, List<SubscriberEvent> given) {
        if (!left.isEmpty()) {
            statements.run(STORE, ids(left, SubscriberEvent::recipientId), times(left, SubscriberEvent::at));
        }
        if (!given.isEmpty()) {
            statements.run(RETURN, ids(given, SubscriberEvent::recipientId), times(given, SubscriberEvent::at));
        }
        if (left.isEmpty()) {
            return List.of();
        }
        Stored<Delivery> ended =
                new Deliveries(statements).update(END, (Object) ids(left, SubscriberEvent::recipientId));
        List<DeliveryEvent> told =
                ended.rows().stream().map(row -> news.state(row, ended.at())).toList();
        statements.publish(told.stream().map(News::outgoing).toList());
        return told;
    }
}
