package fr.vigie.standalone.system;

import fr.vigie.infra.StartFailure;
import fr.vigie.standalone.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * PostgreSQL, Kafka, the five services and the simulators as processes of this machine. Starts all or nothing, brings
 * back what dies, and stops everything in the order in which nothing is lost.
 */
public final class LocalSystem implements AutoCloseable {
    /** For one copy of everything; more of them start at the same time on the same processors. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** A service that is still starting waits for its database and does not hear. It has nothing to lose yet. */
    private static final Duration STOP_LIMIT_UNREADY = Duration.ofSeconds(2);

    private final Plan plan;
    private final Instant startedAt = Instant.now();
    private final Readiness readiness = new Readiness();
    private final Map<String, ChildProcess> children = new LinkedHashMap<>();
    private final Map<String, Keeper> keepers = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::close, "stop-everything");
    /** Held while everything is stopped; {@code this} is held only for moments. */
    private final Object exit = new Object();

    private Foundation foundation;
    private volatile boolean closing;
    private volatile boolean up;
    private boolean closed;

    /**
     * What to start.
     *
     * @param operators those of the command line; those that the overrides and the environment name are added
     * @param overrides configuration keys that shall differ from the services' defaults
     * @param layout how many of each part
     * @param environments more of the environment for single processes, by their names
     * @param progress is told one line at each step; from several threads
     */
    public record Plan(
            Installation installation,
            DataFolder data,
            Ports ports,
            Operators operators,
            Map<String, String> overrides,
            Layout layout,
            Map<String, Map<String, String>> environments,
            Consumer<String> progress) {
        public Plan {
            overrides = Map.copyOf(overrides);
            environments = Map.copyOf(environments);
            operators = operators.with(overrides, System.getenv()); // the services inherit it
        }

        /** One of each part. */
        public Plan(
                Installation installation,
                DataFolder data,
                Ports ports,
                Operators operators,
                Map<String, String> overrides,
                Consumer<String> progress) {
            this(installation, data, ports, operators, overrides, Layout.SINGLE, Map.of(), progress);
        }

        public Plan with(Layout other) {
            return new Plan(installation, data, ports, operators, overrides, other, environments, progress);
        }

        /** The same, with these variables in the environment of one process of ours. */
        public Plan withEnvironment(String process, Map<String, String> variables) {
            Map<String, Map<String, String>> all = new HashMap<>(environments);
            all.put(process, Map.copyOf(variables));
            return new Plan(installation, data, ports, operators, overrides, layout, all, progress);
        }

        private Map<String, String> environment(String process, Map<String, String> own) {
            Map<String, String> all = new HashMap<>(own);
            all.putAll(environments.getOrDefault(process, Map.of()));
            return all;
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
                    + "): stop it with " + plan.data().command("down") + ", or choose another folder with --data.");
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
        startFoundation();
        foundation.await();
        foundation.makeDatabases(secrets);
        plan.progress().accept("starting the services" + (plan.operators().simulated() ? " and the simulators" : ""));
        foundation.parts().forEach(this::keep);
        prepareChildren(secrets);
        for (ChildProcess child : List.copyOf(children.values())) {
            startUnlessClosing(child);
        }
        awaitReady();
        startKeepers();
    }

    private synchronized void startFoundation() {
        if (closing) {
            throw new Fault("told to stop.");
        }
        foundation = Foundation.starting(plan);
    }

    private synchronized void startKeepers() {
        if (closing) {
            throw new Fault("told to stop.");
        }
        up = true;
        recordRunning();
        keepers.values().forEach(Keeper::start);
    }

    private void keep(Part part) {
        keepers.put(part.name(), new Keeper(part, plan.progress(), this::recordRunning));
    }

    private synchronized void startUnlessClosing(ChildProcess child) {
        if (closing) {
            throw new Fault("told to stop.");
        }
        child.start();
    }

    private void prepareChildren(Secrets secrets) {
        ServiceConfiguration configuration =
                new ServiceConfiguration(plan.ports(), plan.layout(), secrets, plan.operators(), plan.overrides());
        if (plan.operators().simulated()) {
            ChildProcess simulators = child(
                    Simulators.NAME,
                    Simulators.command(plan.installation(), plan.data(), plan.ports()),
                    Map.of("SIMULATOR_SMPP_PASSWORD", secrets.smscPassword()));
            keep(new Part(Simulators.NAME, simulators::pid, simulators::isAlive, () -> simulators.restart(STOP_LIMIT)));
        }
        for (ServiceCopy copy : plan.layout().serviceCopies()) {
            Path file = configuration.write(copy, plan.data().root().resolve("config"));
            ChildProcess service =
                    child(copy.id(), ServiceJvm.command(plan.installation(), copy.service(), file), Map.of());
            Liveness liveness = new Liveness(readiness, Readiness.live(copy, plan.ports()));
            keep(new Part(copy.id(), service::pid, () -> service.isAlive() && liveness.alive(), () -> {
                service.restart(STOP_LIMIT);
                liveness.begin();
            }));
        }
    }

    private ChildProcess child(String name, List<String> command, Map<String, String> environment) {
        ChildProcess child = new ChildProcess(
                name, command, plan.environment(name, environment), plan.data().log(name));
        children.put(name, child);
        return child;
    }

    private void awaitReady() {
        Duration limit = READY_LIMIT.multipliedBy(plan.layout().mostCopies());
        for (ChildProcess child : List.copyOf(children.values())) {
            readiness.await(child, readyUrl(child.name()), limit);
            plan.progress().accept(child.name() + " is ready");
        }
    }

    private String readyUrl(String name) {
        return ServiceCopy.named(name)
                .map(copy -> Readiness.of(copy, plan.ports()))
                .orElse("http://127.0.0.1:" + plan.ports().simulatorControl() + "/health");
    }

    private void requireFreePorts() {
        for (PortUse use :
                PortUse.of(plan.ports(), plan.layout(), plan.operators().simulated())) {
            if (!use.free()) {
                throw new Fault("Port " + use.port() + " (" + use.user() + ") is taken: stop who uses it, or choose"
                        + " other ports with --port-base.");
            }
        }
    }

    /** Every process by its name, PostgreSQL and Kafka included. A part that is down has its last process' number. */
    public Map<String, Long> processes() {
        Map<String, Long> pids = new LinkedHashMap<>();
        keepers.values()
                .forEach(keeper ->
                        pids.put(keeper.part().name(), keeper.part().pid().getAsLong()));
        return pids;
    }

    /** Whether the part's process lives; one that a signal has stopped does. */
    public boolean isAlive(String process) {
        return keeper(process).part().alive().getAsBoolean();
    }

    /**
     * Does not bring the part back when it dies, until {@link #release}: for tests and for maintenance. Does not end it.
     * Where it is just being brought back, returns when that is over.
     *
     * @throws IllegalArgumentException if there is no such process
     */
    public void hold(String process) {
        keeper(process).hold();
    }

    /** Brings the part back at once where it is dead, and from now on. */
    public void release(String process) {
        keeper(process).release();
    }

    /** Stops the part in order, by force where it does not stop, and starts it; a service may not be ready yet then. */
    public void restart(String process) {
        keeper(process).restart();
    }

    private Keeper keeper(String process) {
        Keeper keeper = keepers.get(process);
        if (keeper == null) {
            throw new IllegalArgumentException("no such process: " + process);
        }
        return keeper;
    }

    public Ports ports() {
        return plan.ports();
    }

    public String bootstrapServers() {
        return foundation().bootstrapServers();
    }

    /** A connection to a service's database as administrator; the caller closes it. */
    public Connection database(Service service) throws SQLException {
        return foundation().database(service);
    }

    public DataFolder data() {
        return plan.data();
    }

    private synchronized void recordRunning() {
        if (!closing) {
            Running.write(plan.data(), plan.ports(), startedAt, processes());
        }
    }

    /** Stops the services, then the simulators, then Kafka and PostgreSQL. May be repeated. */
    @Override
    public void close() {
        closing = true;
        forgetExit();
        synchronized (exit) {
            if (closed) {
                return;
            }
            closed = true;
            plan.progress().accept("stopping everything");
            keepers.values().forEach(Keeper::stop);
            stopChildren();
            Foundation started = foundation();
            if (started != null) {
                started.close();
            }
            if (up) {
                Running.erase(plan.data());
            }
        }
    }

    private void stopChildren() {
        List<ChildProcess> services = startedChildren();
        List<ChildProcess> simulators = services.stream()
                .filter(child -> child.name().equals(Simulators.NAME))
                .toList();
        services.removeAll(simulators);
        stop(services);
        stop(simulators);
    }

    /** From here on no child is started any more. */
    private synchronized List<ChildProcess> startedChildren() {
        return new ArrayList<>(children.values());
    }

    private synchronized Foundation foundation() {
        return foundation;
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
