package fr.vigie.standalone.system;

import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.LocalPostgres;
import fr.vigie.standalone.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL, Kafka and one dispatcher, without the services around them: what a benchmark of the dispatcher needs. */
public final class DispatcherAlone implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Service service;
    private final DataFolder data;
    private final Ports ports;
    private final LocalPostgres postgres;
    private final LocalKafka kafka;
    private final ChildProcess dispatcher;
    private boolean closed;

    private DispatcherAlone(
            Service service,
            DataFolder data,
            Ports ports,
            LocalPostgres postgres,
            LocalKafka kafka,
            ChildProcess dispatcher) {
        this.service = service;
        this.data = data;
        this.ports = ports;
        this.postgres = postgres;
        this.kafka = kafka;
        this.dispatcher = dispatcher;
    }

    /**
     * Starts all three and returns when dispatch-sms has a link to the operator.
     *
     * @param overrides configuration keys that shall differ from the service's defaults
     * @throws Fault where a part does not start; nothing is left running then
     */
    public static DispatcherAlone start(
            Installation installation,
            DataFolder data,
            Ports ports,
            Operators.Smsc operator,
            Map<String, String> overrides) {
        Operators operators = new Operators(Optional.of(operator), Optional.empty());
        return start(installation, data, ports, Service.DISPATCH_SMS, operators, overrides, List.of());
    }

    /**
     * Starts all three and returns when dispatch-voice is ready.
     *
     * @param overrides configuration keys that shall differ from the service's defaults
     * @param flags of its JVM, after those that the launcher gives
     * @throws Fault where a part does not start; nothing is left running then
     */
    public static DispatcherAlone startVoice(
            Installation installation,
            DataFolder data,
            Ports ports,
            Operators.Sip trunk,
            Map<String, String> overrides,
            List<String> flags) {
        Operators operators = new Operators(Optional.empty(), Optional.of(trunk));
        return start(installation, data, ports, Service.DISPATCH_VOICE, operators, overrides, flags);
    }

    private static DispatcherAlone start(
            Installation installation,
            DataFolder data,
            Ports ports,
            Service service,
            Operators operators,
            Map<String, String> overrides,
            List<String> flags) {
        LocalPostgres postgres = null;
        LocalKafka kafka = null;
        DispatcherAlone alone = null;
        try {
            Secrets secrets = Secrets.in(data.secrets());
            postgres = LocalPostgres.start(
                    new LocalPostgres.Config(data.postgres(), installation.postgresPrograms(), ports.postgres()));
            kafka = LocalKafka.start(new LocalKafka.Config(data.kafka(), ports.kafka(), ports.kafkaController()));
            postgres.ensureDatabase(service.database(), service.database(), secrets.databasePassword(service));
            Path file = new ServiceConfiguration(ports, Layout.SINGLE, secrets, operators, overrides)
                    .write(new ServiceCopy(service, 1), data.root().resolve("config"));
            List<String> command = new ArrayList<>(ServiceJvm.command(installation, service, file));
            command.addAll(command.indexOf("-jar"), flags);
            ChildProcess dispatcher = new ChildProcess(service.id(), command, Map.of(), data.log(service.id()));
            alone = new DispatcherAlone(service, data, ports, postgres, kafka, dispatcher);
            dispatcher.start();
            new Readiness().await(dispatcher, Readiness.of(service, ports), READY_LIMIT);
            return alone;
        } catch (SQLException | RuntimeException e) {
            close(alone, kafka, postgres);
            throw e instanceof Fault fault ? fault : new Fault("The dispatcher did not start: " + e.getMessage(), e);
        }
    }

    private static void close(DispatcherAlone alone, LocalKafka kafka, LocalPostgres postgres) {
        if (alone != null) {
            alone.close();
            return;
        }
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Every process by its name. */
    public Map<String, Long> processes() {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(service.id(), dispatcher.pid());
        pids.put("postgres", postgres.pid());
        pids.put("kafka", kafka.pid());
        return pids;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A connection to the dispatcher's database as administrator; the caller closes it. */
    public Connection database() throws SQLException {
        return postgres.admin().connect(service.database());
    }

    /** Where the dispatcher tells its metrics. */
    public String metricsUrl() {
        return "http://127.0.0.1:" + ports.management(service) + "/metrics";
    }

    public Secrets secrets() {
        return Secrets.in(data.secrets());
    }

    /** Stops the dispatcher, then Kafka and PostgreSQL. May be repeated. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        dispatcher.askToStop();
        dispatcher.awaitStop(STOP_LIMIT);
        kafka.close();
        postgres.close();
    }
}
