package fr.vigie.registry.resolution;

import fr.vigie.bus.Broadcast;
import fr.vigie.bus.EventBus;
import fr.vigie.bus.ShutdownOrder;
import fr.vigie.bus.Subscription;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertControl;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The threads that resolve alerts, each lane with its own: an urgent alert never waits behind a bulk one. Nothing is
 * published before every cancel that the topic holds is known.
 */
@ApplicationScoped
class ResolutionWorkers {
    private static final Logger LOG = Logger.getLogger(ResolutionWorkers.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Of a chunk most is heard of within a moment, and it is long until the watch would miss it. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    /** So long at most waits bulk for urgent before each read. */
    private static final Duration LONGEST_WAY = Duration.ofMillis(500);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final EventBus bus;
    private final AlertIntake intake;
    private final Cancellations cancellations;
    private final Confirmations confirmations;
    private final AlertStore alerts;
    private final Resolver resolver;
    private final SilenceWatch watch;
    private final Wake wake;
    private final ResolutionMeters meters;
    private final RegistrySettings settings;

    private final UrgentFirst urgentFirst = new UrgentFirst();
    private final List<Thread> threads = new ArrayList<>();
    private final List<ExecutorService> publishing = new ArrayList<>();
    private volatile Broadcast cancels;
    private volatile boolean stopping;

    ResolutionWorkers(
            EventBus bus,
            AlertIntake intake,
            Cancellations cancellations,
            Confirmations confirmations,
            AlertStore alerts,
            Resolver resolver,
            SilenceWatch watch,
            Wake wake,
            ResolutionMeters meters,
            RegistrySettings settings) {
        this.bus = bus;
        this.intake = intake;
        this.cancellations = cancellations;
        this.confirmations = confirmations;
        this.alerts = alerts;
        this.resolver = resolver;
        this.watch = watch;
        this.wake = wake;
        this.meters = meters;
        this.settings = settings;
    }

    void start(@Observes @Priority(ShutdownOrder.WORKERS) StartupEvent event) {
        cancels = bus.subscribeEveryCopy(Subscription.to(
                AlertControl.class, "alert-control", List.of(Topics.ALERT_CONTROL), 500, cancellations));
        bus.subscribe(
                Subscription.to(AlertAccepted.class, "alert-accepted", List.of(Topics.ALERT_ACCEPTED), 50, intake));
        bus.subscribe(Subscription.to(
                        DeliveryEvent.class, "confirmations", List.of(Topics.DELIVERY_EVENTS), 5_000, confirmations)
                .gathering(MOMENT));
        lane(Urgency.URGENT, settings.urgentWorkers());
        lane(Urgency.BULK, settings.bulkWorkers());
        thread("silence-watch", () -> watch.run(() -> stopping));
    }

    private void lane(Urgency urgency, int workers) {
        ExecutorService executor = Executors.newFixedThreadPool(
                workers + 1, task -> daemon(task, "publish-" + urgency.name().toLowerCase(java.util.Locale.ROOT)));
        publishing.add(executor);
        for (int i = 0; i < workers; i++) {
            thread("resolve-" + urgency.name().toLowerCase(java.util.Locale.ROOT), () -> loop(urgency, executor));
        }
    }

    private void thread(String name, Work work) {
        Thread thread = daemon(
                () -> {
                    try {
                        awaitCancels();
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        threads.add(thread);
        thread.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void awaitCancels() throws InterruptedException {
        while (!stopping && !cancels.awaitCaughtUp(settings.cancelsWithin())) {
            LOG.warn("cancels are not read yet; nothing is published until they are");
        }
    }

    private void loop(Urgency urgency, ExecutorService executor) throws InterruptedException {
        try {
            resolver.rehearse();
        } catch (RuntimeException e) {
            LOG.debug("rehearsal failed; the first alert will take a little longer", e);
        }
        while (!stopping) {
            if (!look(urgency, executor) && !stopping) {
                wake.await(urgency, settings.look());
            }
        }
    }

    /** Returns whether something was done, so that there may be more. */
    private boolean look(Urgency urgency, ExecutorService executor) {
        List<UUID> open;
        try {
            open = alerts.open(urgency).await().atMost(LIMIT);
        } catch (RuntimeException e) {
            LOG.warnf("open alerts cannot be read, trying again cause=%s", cause(e));
            return false;
        }
        boolean worked = false;
        for (UUID alertId : open) {
            if (stopping) {
                return worked;
            }
            worked |= urgency == Urgency.URGENT
                    ? urgentFirst.urgent(() -> resolve(alertId, executor, () -> stopping))
                    : resolve(alertId, executor, this::giveWay);
        }
        return worked;
    }

    /** Asked between chunks of bulk: whether to break off. */
    private boolean giveWay() {
        try {
            urgentFirst.giveWay(LONGEST_WAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        return stopping;
    }

    private boolean resolve(UUID alertId, ExecutorService executor, BooleanSupplier breakOff) {
        try {
            return resolver.resolve(alertId, executor, breakOff);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.warnf("alert will be taken up again alert=%s cause=%s", alertId, cause(e));
            LOG.debug("resolution failed", e);
            putOff(alertId);
            return false;
        }
    }

    private void putOff(UUID alertId) {
        try {
            alerts.failed(alertId).await().atMost(LIMIT);
        } catch (RuntimeException e) {
            LOG.debug("the next try could not be put off", e);
        }
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    /** Whether all threads run. */
    boolean alive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    /** Whether every cancel that the topic held at the start is known. */
    boolean ready() {
        return cancels != null && cancels.caughtUp();
    }

    void stop(@Observes @Priority(ShutdownOrder.WORKERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        for (Urgency urgency : Urgency.values()) {
            threads.forEach(thread -> wake.up(urgency));
        }
        watch.wake();
        for (Thread thread : threads) {
            thread.join(STOP_LIMIT.toMillis());
        }
        for (ExecutorService executor : publishing) {
            executor.shutdown();
            if (!executor.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("chunks were still being published at the stop; they are published again at the next start");
            }
        }
    }
}
