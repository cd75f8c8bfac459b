package fr.vigie.testing;

import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The parts as containers, of the same images as in docker-compose.yml. */
final class ContainerParts implements SharedParts.RunningParts {
    private static final String POSTGRES_IMAGE = "postgres:18";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";

    private final PostgreSQLContainer postgres;
    private final KafkaContainer kafka;

    private ContainerParts(PostgreSQLContainer postgres, KafkaContainer kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
    }

    static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ContainerParts start() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES_IMAGE)
                .withEnv("POSTGRES_INITDB_ARGS", "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C")
                // Testcontainers' own choice is fsync=off.
                .withCommand("postgres", "-c", "fsync=on", "-c", "max_connections=100");
        KafkaContainer kafka = new KafkaContainer(KAFKA_IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                .withEnv("KAFKA_HEAP_OPTS", "-Xms64m -Xmx256m");
        Startables.deepStart(postgres, kafka).join();
        return new ContainerParts(postgres, kafka);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "kind",
                "containers",
                "postgresHost",
                postgres.getHost(),
                "postgresPort",
                Integer.toString(postgres.getMappedPort(5432)),
                "adminUser",
                postgres.getUsername(),
                "adminPassword",
                postgres.getPassword(),
                "bootstrapServers",
                kafka.getBootstrapServers().replace("PLAINTEXT://", ""));
    }

    @Override
    public String description() {
        return "containers of " + POSTGRES_IMAGE + " and " + KAFKA_IMAGE;
    }

    @Override
    public void stop() {
        kafka.stop();
        postgres.stop();
    }
}
