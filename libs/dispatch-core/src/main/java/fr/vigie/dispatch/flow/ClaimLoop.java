package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Leases what is queued and due, as much as the carriers have room for, urgent first. */
final class ClaimLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(ClaimLoop.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ChannelProfile profile;
    private final Course course;
    private final Database database;
    private final Contents contents;
    private final News news;
    private final Desk desk;
    private final DispatchMeters meters;
    private final String owner;
    private final Duration look;
    private final Semaphore wanted = new Semaphore(0);
    private final Map<Urgency, AtomicBoolean> backlog = new EnumMap<>(Urgency.class);
    private volatile boolean stopping;

    ClaimLoop(
            ChannelProfile profile,
            Course course,
            Database database,
            Contents contents,
            News news,
            Desk desk,
            DispatchMeters meters,
            String owner,
            Duration look) {
        this.profile = profile;
        this.course = course;
        this.database = database;
        this.contents = contents;
        this.news = news;
        this.desk = desk;
        this.meters = meters;
        this.owner = owner;
        this.look = look;
        for (Urgency lane : Urgency.values()) {
            backlog.put(lane, new AtomicBoolean(true));
        }
    }

    /** Says that something is queued in a lane. */
    void backlog(Urgency lane) {
        backlog.get(lane).set(true);
        wanted.release();
    }

    /** Says that there is room; matters only where something is known to be queued. */
    void roomFreed() {
        if (backlog.values().stream().anyMatch(AtomicBoolean::get)) {
            wanted.release();
        }
    }

    void stop() {
        stopping = true;
        wanted.release();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                boolean more = false;
                try {
                    for (Urgency lane : Urgency.values()) {
                        more |= backlog.get(lane).get() && claim(lane);
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("nothing claimed, trying again sqlState=%s", Database.sqlState(e));
                    LOG.debug("claim failed", e);
                    Thread.sleep(PAUSE.toMillis());
                }
                if (!more) {
                    rest();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() throws InterruptedException {
        if (wanted.tryAcquire(look.toMillis(), TimeUnit.MILLISECONDS)) {
            wanted.drainPermits();
        } else {
            backlog.values().forEach(each -> each.set(true)); // attempts become due without a word
        }
    }

    /** Returns whether there may be more to claim right now. */
    private boolean claim(Urgency lane) {
        if (course.closedUntil(lane).isPresent()) {
            return false; // what is due is put off by the watch
        }
        int room = desk.reserveSlice(lane);
        if (room == 0) {
            return false;
        }
        int taken = 0;
        try {
            backlog.get(lane).set(false);
            long begun = System.nanoTime();
            Claimed claimed = database.transaction(statements -> {
                Stored<Delivery> rows =
                        new Deliveries(statements).claim(lane, room, profile.inFlight(), owner, profile.lease());
                List<DeliveryEvent> events = rows.rows().stream()
                        .map(row -> news.state(row, rows.at()))
                        .toList();
                statements.publish(events.stream().map(News::outgoing).toList());
                Set<UUID> contentIds =
                        rows.rows().stream().map(Delivery::contentId).collect(Collectors.toSet());
                return new Claimed(rows.rows(), contents.find(statements, contentIds), events);
            });
            meters.told(claimed.events());
            long handOverBefore = begun + profile.lease().dividedBy(2).toNanos();
            List<Held> held = new ArrayList<>(claimed.rows().size());
            for (Delivery row : claimed.rows()) {
                held.add(new Held(row, claimed.texts().get(row.contentId()), handOverBefore));
            }
            taken = held.size();
            desk.offer(held);
            if (taken == room) {
                backlog.get(lane).set(true);
            }
            return taken == room;
        } catch (RuntimeException e) {
            backlog.get(lane).set(true);
            throw e;
        } finally {
            desk.release(lane, room - taken);
        }
    }

    private record Claimed(List<Delivery> rows, Map<UUID, Content> texts, List<DeliveryEvent> events) {}
}
