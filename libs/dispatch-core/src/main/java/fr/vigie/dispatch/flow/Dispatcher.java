package fr.vigie.dispatch.flow;

import fr.vigie.bus.Broadcast;
import fr.vigie.bus.EventBus;
import fr.vigie.bus.ShutdownOrder;
import fr.vigie.bus.Subscription;
import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.DispatchChannel;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.lines.LineShares;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.AlertControl;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts the parts together, starts and stops them. Nothing is taken in before every stored order to cancel is known; a
 * stop takes nothing more in, waits for what is under way, records it, and gives back what was not sent.
 */
@ApplicationScoped
public class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration RECORD_LIMIT = Duration.ofSeconds(5);
    private static final Duration CATCH_UP = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 10;

    /** What an earlier run of this copy held: no one else will answer for it. */
    private static final String OWN_LEFT_OVERS = "UPDATE delivery SET due_at = now() WHERE waits_for = 'LEASE' AND"
            + " starts_with(owner, $1) AND owner <> $2";

    private final DispatchChannel channel;
    private final Database database;
    private final EventBus bus;
    private final DispatchSettings settings;
    private final String instance;
    private final String owner;
    private final Desk desk;
    private final Recorder recorder;
    private final Course course;
    private final Cancellations cancellations;
    private final Departures departures;
    private final Replies replies;
    private final Rehearsal rehearsal;
    private final Paces paces;
    private final LineShares lines;
    private final Launcher launcher;
    private final ClaimLoop claims;
    private final Intake intake;
    private final Watch watch;
    private final Workers workers = new Workers();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> recording = new ArrayList<>();
    private volatile Broadcast orders;
    private volatile boolean working;
    private volatile boolean stopping;

    Dispatcher(
            DispatchChannel channel,
            Database database,
            Contents contents,
            EventBus bus,
            MeterRegistry registry,
            Clock clock,
            DispatchSettings settings,
            @ConfigProperty(name = KeyRing.KEYS) String keys,
            @ConfigProperty(name = KeyRing.ACTIVE_KEY) String activeKey,
            @ConfigProperty(name = KeyRing.INDEX_KEY) String indexKey,
            @ConfigProperty(name = "vigie.instance", defaultValue = "1") String instance) {
        this.channel = channel;
        this.database = database;
        this.bus = bus;
        this.settings = settings;
        this.instance = instance;
        this.owner = instance + "/" + UUID.randomUUID();
        ChannelProfile profile = channel.profile();
        DispatchMeters meters = new DispatchMeters(registry, profile.channel(), database);
        KeyRing ring = KeyRing.parse(keys, activeKey, indexKey);
        FieldCipher cipher = new FieldCipher(ring);
        RandomGenerator random = RandomGenerator.getDefault();
        News news = new News(profile.channel());
        this.cancellations = new Cancellations(database, clock);
        this.departures = new Departures(profile.channel(), database, news, meters, clock);
        this.replies = new Replies(database, new BlindIndex(ring), meters);
        this.course = new Course(profile, clock, random, cancellations::contains, departures::contains);
        Recording recording = new Recording(profile, course, contents, news, settings.receiptPatience(), meters);
        this.recorder = new Recorder(database, recording, replies, settings.recordBatch());
        this.rehearsal = new Rehearsal(profile, database, contents, news, recording, cipher);
        List<Carrier> carriers = channel.open(recorder);
        this.paces = new Paces(database);
        this.lines = new LineShares(database, instance, settings.urgentShare());
        List<Route> routes = routes(carriers);
        Routing routing = new Routing(routes, settings.resendElsewhere());
        this.desk = new Desk(
                routes,
                routing,
                new Parcels(cipher, routing, routes),
                paces,
                new Room(profile, routes, settings.urgentShare(), recorder::unwritten),
                random);
        routes.forEach(route -> meters.watch(route, desk));
        routes.forEach(route -> route.countFor(desk));
        this.launcher = new Launcher(desk, recorder, course, meters, profile.lease());
        this.claims = new ClaimLoop(profile, course, database, contents, news, desk, meters, owner, settings.look());
        this.intake = new Intake(
                profile, database, contents, cancellations, news, desk, claims, meters, course, clock, owner);
        Settlement settlement =
                new Settlement(profile, new Questions(desk), database, recorder, news, course, claims, meters);
        this.watch = new Watch(
                profile,
                database,
                news,
                new AfterHours(database, course, recording),
                settlement,
                cancellations,
                recorder,
                claims,
                desk,
                meters,
                settings.watch());
        desk.onRoom(claims::roomFreed);
        cancellations.onCancel(watch::lookNow);
    }

    private List<Route> routes(List<Carrier> carriers) {
        long now = System.nanoTime();
        boolean timed = !channel.profile().heldAhead().isZero();
        return carriers.stream()
                .map(carrier -> new Route(
                        carrier,
                        paces.of(carrier.name(), carrier::maxPerSecond),
                        new Health(settings.slowHandOver(), timed),
                        carrier.lines() == 0 ? null : lines.of(carrier.name(), carrier::lines),
                        settings.urgentShare(),
                        now))
                .toList();
    }

    /** Whether the orders to cancel are known and the lanes are being read. */
    public boolean working() {
        return working;
    }

    /** Whether all of its threads live; where one does not, only a new start helps. */
    public boolean alive() {
        return workers.alive();
    }

    /** The carriers, as the dispatcher sees them. */
    public List<CarrierState> carriers() {
        return desk.routes().stream()
                .map(route -> CarrierState.of(route, desk, desk.waiting(route)))
                .toList();
    }

    void start(@Observes @Priority(ShutdownOrder.OUTBOX + 500) StartupEvent event) {
        for (Runnable lane : recorder.lanes()) {
            recording.add(workers.start("recorder-" + (recording.size() + 1), lane));
        }
        Thread starter = new Thread(this::begin, "dispatch-start");
        starter.setDaemon(true);
        starter.start();
    }

    private void begin() {
        try {
            while (!stopping && !begun()) {
                Thread.sleep(PAUSE.toMillis());
            }
            rehearsal.run();
            while (!stopping && !orders.awaitCaughtUp(CATCH_UP)) {
                LOG.warn("orders to cancel are not all read yet; nothing is sent before");
            }
            while (!stopping && !working) {
                working = lanesRead();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean begun() {
        try {
            cancellations.load();
            departures.start();
            database.transaction(statements -> statements.run(OWN_LEFT_OVERS, instance + "/", owner));
            orders = bus.subscribeEveryCopy(
                    Subscription.to(AlertControl.class, "control", List.of(Topics.ALERT_CONTROL), 100, cancellations));
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("not started yet, trying again cause=%s", e.getMessage());
            LOG.debug("start failed", e);
            return false;
        }
    }

    private synchronized boolean lanesRead() {
        threads.add(workers.start("pace", paces));
        threads.add(workers.start("lines", lines));
        threads.add(workers.start("launcher", launcher));
        threads.add(workers.start("claims", claims));
        threads.add(workers.start("watch", watch));
        bus.subscribe(Subscription.to(
                SubscriberEvent.class, "departures", List.of(Topics.SUBSCRIBER_EVENTS), 500, departures));
        for (Urgency lane : Urgency.values()) {
            String topic = Topics.dispatch(channel.profile().channel(), lane);
            bus.subscribe(Subscription.to(
                    DeliveryRequested.class,
                    lane.name().toLowerCase(Locale.ROOT),
                    List.of(topic),
                    settings.intakeBatch(),
                    intake));
        }
        return true;
    }

    /** Consumers have stopped before. */
    void stop(@Observes @Priority(ShutdownOrder.WORKERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        working = false;
        workers.stopping();
        claims.stop();
        watch.stop();
        paces.stop();
        lines.stop();
        for (Parcel unsent : desk.close()) {
            Delivery row = unsent.row();
            FailureReason reason = course.obstacle(row).orElse(FailureReason.INTERRUPTED);
            recorder.decided(row, course.withheld(row, reason));
        }
        synchronized (this) {
            for (Thread thread : threads) {
                thread.join(RECORD_LIMIT.toMillis());
            }
        }
        long until = System.nanoTime() + channel.profile().drain().toNanos();
        while (desk.underWay() > 0 && System.nanoTime() < until) {
            Thread.sleep(LOOK_MILLIS);
        }
        recorder.stop();
        for (Thread lane : recording) {
            lane.join(RECORD_LIMIT.toMillis());
        }
        lines.release();
        channel.close();
        departures.stop();
        replies.stop(RECORD_LIMIT.toMillis());
        LOG.infof("dispatcher stopped underWay=%d unrecorded=%d", desk.underWay(), recorder.unwritten());
    }
}
