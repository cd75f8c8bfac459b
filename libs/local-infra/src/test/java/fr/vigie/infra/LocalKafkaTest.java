package fr.vigie.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaTest {
    @TempDir
    Path home;

    private LocalKafka kafka;

    @BeforeEach
    void start() {
        kafka = LocalKafka.start(new LocalKafka.Config(home, 0, 0));
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void shouldKeepRecordsOverAStopAndOverAKill() throws Exception {
        createTopic("kept");

        send("kept", "one", "none");
        kafka.restart();
        send("kept", "two", "lz4");
        kafka.kill();
        assertThat(kafka.isAlive()).isFalse();
        kafka.restart();
        send("kept", "three", "zstd");

        assertThat(read("kept", 3)).containsExactly("one", "two", "three");
    }

    @Test
    void shouldNotCreateATopicThatIsOnlyUsed() throws Exception {
        assertThatThrownBy(() -> send("mistyped", "lost", "none")).hasMessageContaining("mistyped");

        try (Admin admin = Admin.create(client())) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void shouldLeaveCtrlCToItsParent() throws Exception {
        ProcessHandle node = ProcessHandle.of(kafka.pid()).orElseThrow();

        Command.run(Duration.ofSeconds(5), List.of("kill", "-INT", Long.toString(node.pid())));
        createTopic("still-there");

        assertThat(kafka.isAlive()).isTrue();
    }

    @Test
    void shouldNameTheFolderInUse() {
        assertThatThrownBy(() -> LocalKafka.start(new LocalKafka.Config(home, 0, 0)))
                .isInstanceOfSatisfying(
                        StartFailure.class, e -> assertThat(e.reason()).isEqualTo(StartFailure.Reason.FOLDER_IN_USE));
    }

    @Test
    void shouldEndWithItsParentAndStartAgainAtOnce() throws Exception {
        kafka.close();

        Orphanage.ParentDied left = Orphanage.killParentOfKafka(home);
        kafka = LocalKafka.start(new LocalKafka.Config(home, 0, 0));

        assertThat(left.childLives()).isFalse();
        assertThat(kafka.isAlive()).isTrue();
    }

    private void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    private void send(String topic, String value, String compression) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "acks",
                "all",
                "compression.type",
                compression,
                "max.block.ms",
                "3000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(10, TimeUnit.SECONDS);
        }
    }

    private List<String> read(String topic, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (int polls = 0; polls < 50 && values.size() < count; polls++) {
                for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(200))) {
                    values.add(r.value());
                }
            }
        }
        return values;
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
