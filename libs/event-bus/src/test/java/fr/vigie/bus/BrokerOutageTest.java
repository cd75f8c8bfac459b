package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.infra.LocalKafka;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a broker of its own, which may be killed. */
class BrokerOutageTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static LocalKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LocalKafka.start(new LocalKafka.Config(folder, 0, 0));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void shouldMakeAllTopicsAsConfiguredWhenSeveralServicesStartAtOnce() throws Exception {
        ExecutorService services = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> starts = IntStream.range(0, 6)
                    .<Future<?>>mapToObj(i -> services.submit(
                            () -> new TopicSetup(Map.of("bootstrap.servers", kafka.bootstrapServers()), Copy.SETTINGS)
                                    .ensure()))
                    .toList();
            for (Future<?> each : starts) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            services.shutdownNow();
        }

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<String> wanted = Stream.of(
                            Topics.ALL.stream(),
                            Topics.ALL.stream().map(Topics::deadLetter),
                            Stream.of(Topics.REHEARSAL))
                    .flatMap(each -> each)
                    .toList();
            Map<String, TopicDescription> topics =
                    admin.describeTopics(wanted).allTopicNames().get(20, TimeUnit.SECONDS);
            assertThat(topics).hasSize(21);
            topics.forEach(
                    (name, topic) -> assertThat(topic.partitions()).as(name).hasSize(partitions(name)));
            Map<String, Duration> kept = Map.of(
                    Topics.ALERT_ACCEPTED,
                    Duration.ofDays(7),
                    Topics.REPORT_RECEIVED,
                    Duration.ofDays(7),
                    Topics.ALERT_CONTROL,
                    Duration.ofDays(7),
                    Topics.RECIPIENTS_RESOLVED,
                    Duration.ofDays(7),
                    Topics.DISPATCH_SMS_URGENT,
                    Duration.ofHours(48),
                    Topics.DISPATCH_VOICE_BULK,
                    Duration.ofHours(48),
                    Topics.DELIVERY_EVENTS,
                    Duration.ofDays(14),
                    Topics.SUBSCRIBER_EVENTS,
                    Duration.ofDays(14),
                    Topics.deadLetter(Topics.DISPATCH_SMS_BULK),
                    Duration.ofDays(30),
                    Topics.deadLetter(Topics.DELIVERY_EVENTS),
                    Duration.ofDays(30));
            for (Map.Entry<String, Duration> each : kept.entrySet()) {
                assertThat(retention(admin, each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
            }
            assertThat(retention(admin, Topics.REHEARSAL)).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void shouldTakeWhatIsPublishedWhenThePublishersClockIsTwoHoursAhead() throws Exception {
        // Given: topics as an earlier version made them
        Map<String, Object> here = Map.of("bootstrap.servers", kafka.bootstrapServers());
        new TopicSetup(here, Copy.SETTINGS).ensure();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.ALERT_ACCEPTED);
        try (Admin admin = Admin.create(here)) {
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "CreateTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        new TopicSetup(here, Copy.SETTINGS).ensure();

        // When
        Instant ahead = Instant.now().plus(Duration.ofHours(2));
        RecordMetadata taken;
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(here, new StringSerializer(), new StringSerializer())) {
            taken = producer.send(new ProducerRecord<>(Topics.ALERT_ACCEPTED, 0, ahead.toEpochMilli(), "key", "{}"))
                    .get(20, TimeUnit.SECONDS);
        }

        // Then: the broker's time counts
        assertThat(Instant.ofEpochMilli(taken.timestamp())).isCloseTo(Instant.now(), within(20, ChronoUnit.SECONDS));
    }

    @Test
    void shouldGoOnWhereItWasAfterTheBrokerWasAwayAndSayMeanwhileThatNothingWasPublished() {
        List<UUID> seen = new CopyOnWriteArrayList<>();
        UUID before = UUID.randomUUID();
        UUID during = UUID.randomUUID();
        UUID after = UUID.randomUUID();
        try (Copy copy = new Copy(kafka.bootstrapServers(), "outage", "1")) {
            copy.bus.subscribe(Subscription.to(
                    SubscriberEvent.class,
                    "stops",
                    List.of(Topics.SUBSCRIBER_EVENTS),
                    100,
                    batch -> batch.forEach(each -> seen.add(each.event().eventId()))));
            copy.publisher.publish(List.of(event(before)));
            await().atMost(SOON).until(() -> seen.contains(before));

            kafka.kill();
            assertThatThrownBy(() -> copy.publisher.publish(List.of(event(during))))
                    .isInstanceOf(EventPublisher.PublishFailedException.class);
            kafka.restart();
            await().atMost(SOON).ignoreExceptions().until(() -> {
                copy.publisher.publish(List.of(event(after)));
                return true;
            });

            await().atMost(SOON).until(() -> seen.contains(after));
            assertThat(copy.bus.healthy()).isTrue();
        }
    }

    @Test
    void shouldReadEverythingInTheEndThoughTheBrokerWasSilentAtTheStart() throws Exception {
        // Given
        UUID before = UUID.randomUUID();
        try (Copy copy = new Copy(kafka.bootstrapServers(), "early", "1")) {
            copy.topics.ensure();
            copy.publisher.publish(List.of(event(before)));
        }
        kafka.kill();

        // When
        List<UUID> seen = new CopyOnWriteArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        BroadcastLoop<SubscriberEvent> loop = new BroadcastLoop<>(
                Subscription.to(
                        SubscriberEvent.class,
                        "all",
                        List.of(Topics.SUBSCRIBER_EVENTS),
                        100,
                        batch -> batch.forEach(each -> seen.add(each.event().eventId()))),
                () -> {
                    begun.incrementAndGet();
                    return impatient();
                });
        Thread thread = new Thread(loop, "broadcast");
        thread.start();
        await().atMost(SOON).until(() -> begun.get() > 2);
        kafka.restart();

        // Then
        assertThat(loop.awaitCaughtUp(SOON)).isTrue();
        assertThat(seen).contains(before);
        loop.stop();
        thread.join(SOON.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    /** A consumer that gives up after half a second. */
    private static Consumer<String, byte[]> impatient() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "default.api.timeout.ms",
                        500,
                        "request.timeout.ms",
                        400),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Test
    void shouldStartPublishAndReadWhereNothingCanBeRehearsed() throws Exception {
        // Given: topics that others make, and not that one
        UUID first = UUID.randomUUID();
        List<UUID> seen = new CopyOnWriteArrayList<>();
        try (Copy copy = new Copy(kafka.bootstrapServers(), "unrehearsed", "1");
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            copy.topics.ensure();
            admin.deleteTopics(List.of(Topics.REHEARSAL)).all().get(20, TimeUnit.SECONDS);
            await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(Topics.REHEARSAL));

            // When
            Instant begun = Instant.now();
            copy.publisher.connect(new StartupEvent(), copy.topics);
            Duration took = Duration.between(begun, Instant.now());
            copy.bus.subscribe(Subscription.to(
                    SubscriberEvent.class,
                    "stops",
                    List.of(Topics.SUBSCRIBER_EVENTS),
                    100,
                    batch -> batch.forEach(each -> seen.add(each.event().eventId()))));
            copy.publisher.publish(List.of(event(first)));

            // Then: a publisher would wait for ten seconds for a topic that is missing
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            await().atMost(SOON).until(() -> seen.contains(first));
            assertThat(copy.bus.healthy()).isTrue();
        }
    }

    private static int partitions(String topic) {
        if (topic.equals(Topics.REHEARSAL)) {
            return 1;
        }
        return topic.startsWith("dispatch.") || topic.startsWith("delivery.") ? 3 : 2;
    }

    private static Duration retention(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String millis = admin.describeConfigs(List.of(resource))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(resource)
                .get("retention.ms")
                .value();
        return Duration.ofMillis(Long.parseLong(millis));
    }

    static OutgoingEvent event(UUID id) {
        SubscriberEvent event = SubscriberEvent.ofRecipient(
                id,
                UUID.randomUUID(),
                SubscriberEvent.Type.OPTED_OUT,
                null,
                "SMS_STOP",
                null,
                Instant.parse("2026-11-21T10:02:00Z"));
        return OutgoingEvent.of(Topics.SUBSCRIBER_EVENTS, event.recipientId(), id.toString(), event.at(), event);
    }
}
