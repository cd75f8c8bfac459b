package fr.vigie.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Starts and stops the consumers of a service. Each subscription gets a thread, a consumer group shared with the other
 * copies of the service, and a static membership, so that a copy which was killed has its partitions back as soon as it
 * is up again.
 */
@ApplicationScoped
public class EventBus {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Map<String, Object> kafka;
    private final TopicSetup topics;
    private final EventPublisher publisher;
    private final MeterRegistry meters;
    private final String service;
    private final String instance;
    private final List<Running> running = new CopyOnWriteArrayList<>();

    EventBus(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            TopicSetup topics,
            EventPublisher publisher,
            MeterRegistry meters,
            ClockWatch clock,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "vigie.instance", defaultValue = "1") String instance) {
        this.kafka = kafka;
        this.topics = topics;
        this.publisher = publisher;
        this.meters = meters;
        this.service = service;
        this.instance = instance;
        clock.onSetBack(this::renew);
    }

    /** Starts to read; each event is handled by one copy of the service. Makes the topics where they are missing. */
    public <T> void subscribe(Subscription<T> subscription) {
        topics.ensure();
        EventLoop<T> loop = new EventLoop<>(subscription, () -> groupConsumer(subscription), publisher, meters);
        start(subscription.name(), loop, loop::stop, loop::renew);
    }

    /**
     * Starts to read everything that the topics hold, from their beginning, in every copy of the service. Nothing is
     * committed. Poison records are skipped; the copy that has a {@link #subscribe subscription} sets them aside.
     *
     * @return knows when what was there at the start has been handled
     */
    public <T> Broadcast subscribeEveryCopy(Subscription<T> subscription) {
        topics.ensure();
        BroadcastLoop<T> loop =
                new BroadcastLoop<>(subscription, () -> consumer(baseSettings(subscription.maxBatch())));
        start(subscription.name(), loop, loop::stop, loop::renew);
        return loop;
    }

    /** Whether every consumer that was started still runs. */
    public boolean healthy() {
        return running.stream().allMatch(each -> each.thread.isAlive());
    }

    /** Has every consumer replaced by a new one: a group goes on where it was, a broadcast is read once more. */
    void renew() {
        running.forEach(each -> each.renew.run());
    }

    void stop(@Observes @Priority(ShutdownOrder.CONSUMERS) ShutdownEvent event) throws InterruptedException {
        running.forEach(each -> each.stop.run());
        for (Running each : running) {
            each.thread.join(STOP_LIMIT.toMillis());
        }
    }

    private void start(String name, Runnable loop, Runnable stop, Runnable renew) {
        Thread thread = new Thread(loop, "events-" + name);
        thread.setDaemon(true);
        thread.start();
        running.add(new Running(thread, stop, renew));
    }

    private Consumer<String, byte[]> groupConsumer(Subscription<?> subscription) {
        Map<String, Object> settings = baseSettings(subscription.maxBatch());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, service + "." + subscription.name());
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, service + "-" + instance + "-" + subscription.name());
        // The shortest that brokers allow by default: a copy that is gone for good costs six seconds, not 45.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        return consumer(settings);
    }

    private Map<String, Object> baseSettings(int maxBatch) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxBatch);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    private static Consumer<String, byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private record Running(Thread thread, Runnable stop, Runnable renew) {}
}
