package fr.vigie.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final long POSTGRES_BYTES = 256L << 20;
    private static final long KAFKA_BYTES = 192L << 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path binaries;

    @TempDir
    Path folder;

    private SmallDisk disk;

    @BeforeEach
    void requireTheRightToMount() {
        Optional<String> obstacle = SmallDisk.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void shouldKeepWhatPostgresConfirmedWhenItsDiskWasFullAndItDiedThen() throws Exception {
        // Given
        disk = SmallDisk.mount(folder.resolve("postgres"), POSTGRES_BYTES);
        try (LocalPostgres postgres =
                LocalPostgres.start(new LocalPostgres.Config(folder.resolve("postgres"), binaries, 0))) {
            execute(postgres, "CREATE TABLE kept (text text)");
            execute(postgres, "INSERT INTO kept VALUES ('confirmed')");

            // When
            disk.fill();
            assertThatThrownBy(() -> execute(
                            postgres, "INSERT INTO kept SELECT repeat('x', 1000) FROM generate_series(1, 100000)"))
                    .isInstanceOf(SQLException.class);
            disk.fill();
            postgres.kill();
            boolean startedWithoutRoom = starts(postgres); // by what little the crash freed
            disk.free();
            if (!startedWithoutRoom || !postgres.isAlive()) {
                postgres.restart();
            }

            // Then
            execute(postgres, "INSERT INTO kept VALUES ('after')");
            assertThat(count(postgres)).isEqualTo(2);
        }
    }

    @Test
    void shouldServeAgainWhenKafkaHaltedOnAFullDiskAndThereIsRoomAgain() throws Exception {
        // Given
        disk = SmallDisk.mount(folder.resolve("kafka"), KAFKA_BYTES);
        try (LocalKafka kafka = LocalKafka.start(new LocalKafka.Config(folder.resolve("kafka"), 0, 0))) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }
            long first = send(kafka, 100);

            // When
            disk.fill();
            assertThatThrownBy(() -> send(kafka, 500_000)).isInstanceOf(Exception.class);
            assertThat(Waiting.until(LIMIT, () -> !kafka.isAlive())).isTrue();
            disk.fill();
            assertThatThrownBy(kafka::restart).isInstanceOf(StartFailure.class);
            disk.free();
            kafka.restart();

            // Then
            assertThat(send(kafka, 100)).isGreaterThan(first);
        }
    }

    private static boolean starts(LocalPostgres postgres) {
        try {
            postgres.restart();
            return true;
        } catch (StartFailure e) {
            return false;
        }
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.admin().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(LocalPostgres postgres) throws SQLException {
        try (Connection connection = postgres.admin().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM kept")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Sends so many bytes that do not compress away, and returns the offset. */
    private static long send(LocalKafka kafka, int bytes) throws Exception {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "acks",
                        "all",
                        "max.block.ms",
                        "5000",
                        "request.timeout.ms",
                        "2000",
                        "delivery.timeout.ms",
                        "5000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try {
            return producer.send(new ProducerRecord<>("kept", new byte[bytes]))
                    .get(10, TimeUnit.SECONDS)
                    .offset();
        } finally {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
