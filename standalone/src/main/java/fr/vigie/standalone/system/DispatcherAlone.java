package fr.vigie.standalone.system;

import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.LocalPostgres;
import fr.vigie.standalone.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** PostgreSQL, Kafka and dispatch-sms, without the services around them: what a benchmark of the dispatcher needs. */
public final class DispatcherAlone implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Service SERVICE = Service.DISPATCH_SMS;

    private final DataFolder data;
    private final Ports ports;
    private final LocalPostgres postgres;
    private final LocalKafka kafka;
    private final ChildProcess dispatcher;

    private DispatcherAlone(
            DataFolder data, Ports ports, LocalPostgres postgres, LocalKafka kafka, ChildProcess dispatcher) {
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
        LocalPostgres postgres = null;
        LocalKafka kafka = null;
        DispatcherAlone alone = null;
        try {
            Secrets secrets = Secrets.in(data.secrets());
            postgres = LocalPostgres.start(
                    new LocalPostgres.Config(data.postgres(), installation.postgresPrograms(), ports.postgres()));
            kafka = LocalKafka.start(new LocalKafka.Config(data.kafka(), ports.kafka(), ports.kafkaController()));
            postgres.ensureDatabase(SERVICE.database(), SERVICE.database(), secrets.databasePassword(SERVICE));
            Operators operators = new Operators(java.util.Optional.of(operator), java.util.Optional.empty());
            Path file = new ServiceConfiguration(ports, Layout.SINGLE, secrets, operators, overrides)
                    .write(new ServiceCopy(SERVICE, 1), data.root().resolve("config"));
            ChildProcess dispatcher = new ChildProcess(
                    SERVICE.id(), ServiceJvm.command(installation, SERVICE, file), Map.of(), data.log(SERVICE.id()));
            alone = new DispatcherAlone(data, ports, postgres, kafka, dispatcher);
            dispatcher.start();
            new Readiness().await(dispatcher, Readiness.of(SERVICE, ports), READY_LIMIT);
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
        pids.put(SERVICE.id(), dispatcher.pid());
        pids.put("postgres", postgres.pid());
        pids.put("kafka", kafka.pid());
        return pids;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A connection to the dispatcher's database as administrator; the caller closes it. */
    public Connection database() throws SQLException {
        return postgres.admin().connect(SERVICE.database());
    }

    /** Where dispatch-sms tells its metrics. */
    public String metricsUrl() {
        return "http://127.0.0.1:" + ports.management(SERVICE) + "/metrics";
    }

    public Secrets secrets() {
        return Secrets.in(data.secrets());
    }

    @Override
    public void close() {
        dispatcher.askToStop();
        dispatcher.awaitStop(STOP_LIMIT);
        kafka.close();
        postgres.close();
    }
}
