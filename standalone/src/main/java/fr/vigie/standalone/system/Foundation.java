package fr.vigie.standalone.system;

import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.LocalKafkaCluster;
import fr.vigie.infra.LocalPostgres;
import fr.vigie.standalone.Fault;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** PostgreSQL and Kafka, which the services stand on. */
final class Foundation implements AutoCloseable {
    private final Layout layout;
    private final CompletableFuture<LocalPostgres> postgres;
    private final CompletableFuture<LocalKafkaCluster> kafka;

    private Foundation(
            Layout layout, CompletableFuture<LocalPostgres> postgres, CompletableFuture<LocalKafkaCluster> kafka) {
        this.layout = layout;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** Begins to start both; {@link #await} says what came of it. */
    static Foundation starting(LocalSystem.Plan plan) {
        requireSameBrokers(plan.data(), plan.layout());
        return new Foundation(
                plan.layout(),
                CompletableFuture.supplyAsync(() -> startPostgres(plan)),
                CompletableFuture.supplyAsync(() -> startKafka(plan)));
    }

    /** A cluster's data are no data of a single broker, nor the other way round: its records would seem to be lost. */
    private static void requireSameBrokers(DataFolder data, Layout layout) {
        boolean ofOne = Files.exists(data.kafka(Layout.SINGLE.broker(1)));
        boolean ofThree = Files.exists(data.kafka(Layout.SINGLE.withBrokers(3).broker(1)));
        if (layout.brokers() == 1 && ofThree || layout.brokers() == 3 && ofOne) {
            throw new Fault("The topics in " + data.root() + " were made with --brokers " + (ofOne ? 1 : 3)
                    + ": start with as many, or choose another folder with --data.");
        }
    }

    private static LocalPostgres startPostgres(LocalSystem.Plan plan) {
        return LocalPostgres.start(new LocalPostgres.Config(
                plan.data().postgres(),
                plan.installation().postgresPrograms(),
                plan.ports().postgres(),
                Map.of("max_connections", String.valueOf(plan.layout().connections()))));
    }

    private static LocalKafkaCluster startKafka(LocalSystem.Plan plan) {
        return LocalKafkaCluster.start(IntStream.rangeClosed(1, plan.layout().brokers())
                .mapToObj(node -> new LocalKafkaCluster.Place(
                        plan.data().kafka(plan.layout().broker(node)),
                        plan.ports().kafka(node),
                        plan.ports().kafkaController(node)))
                .toList());
    }

    /**
     * Waits until both are up.
     *
     * @throws RuntimeException the first failure, when both outcomes are known; {@link #close} stops what did start
     */
    void await() {
        settled(postgres);
        settled(kafka);
        joined(postgres);
        joined(kafka);
    }

    /** Makes each service's database where it is missing. */
    void makeDatabases(Secrets secrets) {
        try {
            for (Service service : Service.values()) {
                postgres.join()
                        .ensureDatabase(service.database(), service.database(), secrets.databasePassword(service));
            }
        } catch (SQLException e) {
            throw new Fault("The databases cannot be made: " + e.getMessage(), e);
        }
    }

    String bootstrapServers() {
        return kafka.join().bootstrapServers();
    }

    /** A connection to a service's database as administrator; the caller closes it. */
    Connection database(Service service) throws SQLException {
        return postgres.join().admin().connect(service.database());
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        LocalPostgres server = postgres.join();
        parts.add(new Part("postgres", server::pid, server::isAlive, server::restart));
        for (LocalKafka node : kafka.join().nodes()) {
            parts.add(new Part(layout.broker(parts.size()), node::pid, node::isAlive, node::restart));
        }
        return parts;
    }

    /** Stops what was started, also where the start is still under way: first Kafka, then PostgreSQL. */
    @Override
    public void close() {
        LocalKafkaCluster cluster = settled(kafka);
        if (cluster != null) {
            cluster.close();
        }
        LocalPostgres server = settled(postgres);
        if (server != null) {
            server.close();
        }
    }

    /** The part, or null where it did not start. */
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
}
