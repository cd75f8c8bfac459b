package fr.vigie.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaClusterTest {
    private static final Duration BACK = Duration.ofSeconds(60);
    /** A machine that is busy with other things has a new leader late. */
    private static final int PATIENCE = 60;
    /** Nobody will confirm. */
    private static final int IN_VAIN = 10;

    @TempDir
    static Path home;

    private static LocalKafkaCluster kafka;

    @BeforeAll
    static void start() {
        kafka = LocalKafkaCluster.start(IntStream.rangeClosed(1, 3)
                .mapToObj(n -> new LocalKafkaCluster.Place(home.resolve("kafka-" + n), 0, 0))
                .toList());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void shouldServeReadersAndWritersWithAnyOneOfThreeNodesDead() throws Exception {
        // Given
        createTopic("kept");
        send("kept", "all alive");

        // When
        for (LocalKafka victim : kafka.nodes()) {
            victim.kill();
            send("kept", "without " + victim.port());
            victim.restart();
            assertThat(Waiting.until(BACK, () -> inSync("kept") == 3)).isTrue();
        }

        // Then
        List<String> expected = new ArrayList<>(List.of("all alive"));
        kafka.nodes().forEach(node -> expected.add("without " + node.port()));
        assertThat(readInAGroup("kept", expected.size())).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldConfirmNothingThatOnlyOneNodeHolds() throws Exception {
        // Given
        createTopic("shared");
        kafka.nodes().get(0).kill();
        kafka.nodes().get(1).kill();

        // When
        boolean confirmed = confirmed("shared", "alone");
        kafka.nodes().subList(0, 2).parallelStream().forEach(LocalKafka::restart);
        send("shared", "in company");

        // Then
        assertThat(confirmed).isFalse();
        assertThat(readInAGroup("shared", 1)).contains("in company");
    }

    @Test
    void shouldHoldTheOffsetsOfGroupsThreeTimesAndHaveTwoConfirmThem() throws Exception {
        // Given
        createTopic("read");
        send("read", "once");

        // When
        readInAGroup("read", 1);

        // Then
        String offsets = "__consumer_offsets";
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, offsets);
        try (Admin admin = Admin.create(client())) {
            assertThat(admin.describeTopics(List.of(offsets))
                            .allTopicNames()
                            .get(60, TimeUnit.SECONDS)
                            .get(offsets)
                            .partitions())
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
            assertThat(admin.describeConfigs(List.of(topic))
                            .all()
                            .get(60, TimeUnit.SECONDS)
                            .get(topic)
                            .get("min.insync.replicas")
                            .value())
                    .isEqualTo("2");
        }
    }

    private boolean confirmed(String topic, String value) throws Exception {
        try {
            send(topic, value, IN_VAIN);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(client())) {
            NewTopic topic = new NewTopic(name, 1, (short) 3).configs(Map.of("min.insync.replicas", "2"));
            admin.createTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
        }
    }

    private int inSync(String topic) {
        try (Admin admin = Admin.create(client())) {
            TopicPartitionInfo partition = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(60, TimeUnit.SECONDS)
                    .get(topic)
                    .partitions()
                    .get(0);
            List<Node> inSync = partition.isr();
            return inSync.size();
        } catch (Exception e) {
            return 0;
        }
    }

    private void send(String topic, String value) throws Exception {
        send(topic, value, PATIENCE);
    }

    private void send(String topic, String value, int seconds) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "acks",
                "all",
                "max.block.ms",
                String.valueOf(seconds * 1_000),
                "request.timeout.ms",
                "3000",
                "delivery.timeout.ms",
                String.valueOf(seconds * 1_000));
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        try {
            producer.send(new ProducerRecord<>(topic, value)).get(seconds + 5, TimeUnit.SECONDS);
        } finally {
            producer.close(Duration.ofSeconds(1)); // it would wait for a cluster that does not answer
        }
    }

    /** In a group, whose offsets are in one of the internal topics. */
    private List<String> readInAGroup(String topic, int count) {
        List<String> values = new ArrayList<>();
        Map<String, Object> config = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "group.id", "readers", "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int polls = 0; polls < 100 && values.size() < count; polls++) {
                for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(200))) {
                    values.add(r.value());
                }
                consumer.commitSync();
            }
        }
        return values;
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
