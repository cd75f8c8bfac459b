package fr.vigie.standalone.system;

import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.LocalPostgres;
import fr.vigie.infra.StartFailure;
import fr.vigie.standalone.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * PostgreSQL, Kafka, the five services and the simulators as processes of this machine. Starts all or nothing, brings
 * back what dies, and stops everything in the order in which nothing is lost.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** A service that is still starting waits for its database and does not hear. It has nothing to lose yet. */
    private static final Duration STOP_LIMIT_UNREADY = Duration.ofSeconds(2);

    private static final Duration WATCH_EVERY = Duration.ofMillis(250);

    private final Plan plan;
    private final Instant startedAt = Instant.now();
    private final Readiness readiness = new Readiness();
    private final Map<String, ChildProcess> children = new LinkedHashMap<>();
    private volatile CompletableFuture<LocalPostgres> postgresStart = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<LocalKafka> kafkaStart = CompletableFuture.completedFuture(null);
    private LocalPostgres postgres;
    private LocalKafka kafka;
    private final Thread atExit = new Thread(this::close, "stop-everything");
    private volatile boolean closing;
    private volatile boolean up;
    private boolean closed;
    private Thread watch;

    /**
     * What to start.
     *
     * @param operators those of the command line; those that the overrides and the environment name are added
     * @param overrides configuration keys that shall differ from the services' defaults
     * @param progress is told one line at each step
     */
    public record Plan(
            Installation installation,
            DataFolder data,
            Ports ports,
            Operators operators,
            Map<String, String> overrides,
            Consumer<String> progress) {
        public Plan {
            overrides = Map.copyOf(overrides);
            operators = operators.with(overrides, System.getenv()); // the services inherit it
        }
    }

    private LocalSystem(Plan plan) {
        this.plan = plan;
    }

    /**
     * Starts everything and returns when all of it is ready. It is stopped in order when this process is told to stop,
     * also while it starts.
     *
     * @throws Fault where a part does not start; nothing is left running then
     */
    public static LocalSystem start(Plan plan) {
        Running.on(plan.data()).ifPresent(running -> {
            throw new Fault("Vigie already runs on " + plan.data().root() + " (process " + running.pid()
                    + "): stop it with ./vigie down, or choose another folder with --data.");
        });
        LocalSystem system = new LocalSystem(plan);
        Runtime.getRuntime().addShutdownHook(system.atExit);
        try {
            system.startAll();
            return system;
        } catch (RuntimeException e) {
            boolean toldToStop = system.closing;
            system.close();
            if (toldToStop) {
                throw new Fault("stopped before everything was up.");
            }
            throw e instanceof StartFailure ? new Fault(e.getMessage(), e) : e;
        }
    }

    private void startAll() {
        requireFreePorts();
        Secrets secrets = Secrets.in(plan.data().secrets());
        plan.progress().accept("starting PostgreSQL and Kafka");
        kafkaStart = CompletableFuture.supplyAsync(this::startKafka);
        postgresStart = CompletableFuture.supplyAsync(this::startPostgres);
        postgres = settled(postgresStart);
        kafka = settled(kafkaStart);
        joined(postgresStart);
        joined(kafkaStart);
        makeDatabases(secrets);
        plan.progress().accept("starting the services" + (plan.operators().simulated() ? " and the simulators" : ""));
        prepareChildren(secrets);
        for (ChildProcess child : List.copyOf(children.values())) {
            startUnlessClosing(child);
        }
        awaitReady();
        up = true;
        recordRunning();
        watch = new Thread(this::watch, "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private synchronized void startUnlessClosing(ChildProcess child) {
        if (closing) {
            throw new Fault("told to stop.");
        }
        child.start();
    }

    /** The part, or null where it did not start: both must be known before one failure ends the other. */
    private static <T> T settled(CompletableFuture<T> start) {
        return start.exceptionally(failure -> null).join();
    }

    private static void joined(CompletableFuture<?> start) {
        try {
            start.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private LocalPostgres startPostgres() {
        return LocalPostgres.start(new LocalPostgres.Config(
                plan.data().postgres(),
                plan.installation().postgresPrograms(),
                plan.ports().postgres()));
    }

    private LocalKafka startKafka() {
        return LocalKafka.start(new LocalKafka.Config(
                plan.data().kafka(), plan.ports().kafka(), plan.ports().kafkaController()));
    }

    private void makeDatabases(Secrets secrets) {
        try {
            for (Service service : Service.values()) {
                postgres.ensureDatabase(service.database(), service.database(), secrets.databasePassword(service));
            }
        } catch (SQLException e) {
            throw new Fault("The databases cannot be made: " + e.getMessage(), e);
        }
    }

    private void prepareChildren(Secrets secrets) {
        ServiceConfiguration configuration =
                new ServiceConfiguration(plan.ports(), secrets, plan.operators(), plan.overrides());
        if (plan.operators().simulated()) {
            add(new ChildProcess(
                    Simulators.NAME,
                    Simulators.command(plan.installation(), plan.data(), plan.ports()),
                    Map.of("SIMULATOR_SMPP_PASSWORD", secrets.smscPassword()),
                    plan.data().log(Simulators.NAME)));
        }
        for (Service service : Service.values()) {
            Path file = configuration.write(service, plan.data().root().resolve("config"));
            add(new ChildProcess(
                    service.id(),
                    ServiceJvm.command(plan.installation(), service, file),
                    Map.of(),
                    plan.data().log(service.id())));
        }
    }

    private void add(ChildProcess child) {
        children.put(child.name(), child);
    }

    private void awaitReady() {
        for (ChildProcess child : List.copyOf(children.values())) {
            readiness.await(child, readyUrl(child.name()), READY_LIMIT);
            plan.progress().accept(child.name() + " is ready");
        }
    }

    private String readyUrl(String name) {
        for (Service service : Service.values()) {
            if (service.id().equals(name)) {
                return Readiness.of(service, plan.ports());
            }
        }
        return "http://127.0.0.1:" + plan.ports().simulatorControl() + "/health";
    }

    private void requireFreePorts() {
        for (PortUse use : PortUse.of(plan.ports(), plan.operators().simulated())) {
            if (!use.free()) {
                throw new Fault("Port " + use.port() + " (" + use.user() + ") is taken: stop who uses it, or choose"
                        + " other ports with --port-base.");
            }
        }
    }

    /** Every process by its name, PostgreSQL and Kafka included. */
    public Map<String, Long> processes() {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("postgres", postgres.pid());
        pids.put("kafka", kafka.pid());
        children.values().forEach(child -> pids.put(child.name(), child.pid()));
        return pids;
    }

    public Ports ports() {
        return plan.ports();
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A connection to a service's database as administrator; the caller closes it. */
    public Connection database(Service service) throws SQLException {
        return postgres.admin().connect(service.database());
    }

    /** Where the simulated SMSC listens, and who may bind. */
    public Operators.Smsc simulatedSmsc() {
        return new Operators.Smsc(
                "127.0.0.1",
                plan.ports().simulatorSmsc(),
                Simulators.SYSTEM_ID,
                Secrets.in(plan.data().secrets()).smscPassword());
    }

    public DataFolder data() {
        return plan.data();
    }

    private void recordRunning() {
        Running.write(plan.data(), plan.ports(), startedAt, processes());
    }

    private void watch() {
        while (!closing) {
            try {
                Thread.sleep(WATCH_EVERY.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            revive("postgres", () -> postgres.isAlive(), () -> postgres.restart());
            revive("kafka", () -> kafka.isAlive(), () -> kafka.restart());
            for (ChildProcess child : children.values()) {
                revive(child.name(), child::isAlive, child::start);
            }
        }
    }

    private synchronized void revive(String name, Supplier<Boolean> alive, Runnable start) {
        if (closing || alive.get()) {
            return;
        }
        plan.progress().accept(name + " ended; starting it again");
        try {
            start.run();
            recordRunning();
        } catch (RuntimeException e) {
            plan.progress().accept(name + " did not start: " + e.getMessage());
        }
    }

    /** Stops the services, then the simulators, then Kafka and PostgreSQL. May be repeated. */
    @Override
    public void close() {
        closing = true;
        forgetExit();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            plan.progress().accept("stopping everything");
            List<ChildProcess> services = new ArrayList<>(children.values());
            ChildProcess simulators = children.get(Simulators.NAME);
            services.remove(simulators);
            stop(services);
            if (simulators != null) {
                stop(List.of(simulators));
            }
            children.clear();
            // Also those whose start was still under way.
            kafka = settled(kafkaStart);
            if (kafka != null) {
                kafka.close();
            }
            postgres = settled(postgresStart);
            if (postgres != null) {
                postgres.close();
                if (up) {
                    Running.erase(plan.data());
                }
            }
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This is that exit.
        }
    }

    private void stop(List<ChildProcess> group) {
        group.forEach(ChildProcess::askToStop);
        group.forEach(child -> child.awaitStop(up ? STOP_LIMIT : STOP_LIMIT_UNREADY));
    }
}
