package fr.vigie.bus;

import fr.vigie.events.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Publishes events with {@code acks=all} and the idempotent producer. State changes go through the outbox, which calls
 * this; nothing else should.
 */
@ApplicationScoped
public class EventPublisher {
    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int REHEARSALS = 5;
    private static final int REHEARSED_AT_ONCE = 10;

    private final Map<String, Object> settings;
    private final Header source;
    private volatile Producer<String, byte[]> producer;
    private boolean closed;

    EventPublisher(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "quarkus.application.name") String service,
            ClockWatch clock) {
        Lz4.load();
        settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, service + "-publisher");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Shorter than the outbox's patience with its transaction: a send that hangs gives the rows back.
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        this.source = CloudEventHeaders.header(CloudEventHeaders.SOURCE, "/vigie/" + service);
        this.producer = producer();
        clock.onSetBack(this::renew);
    }

    private Producer<String, byte[]> producer() {
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Whoever waits for a confirmation is told at once that there will be none, and publishes again. */
    synchronized void renew() {
        if (!closed) {
            producer.close(Duration.ZERO);
            producer = producer();
        }
    }

    /** Connects at start: the first alert shall not pay for what every later one finds ready. */
    void connect(@Observes @Priority(ShutdownOrder.CONSUMERS) StartupEvent event, TopicSetup topics) {
        topics.ensure();
        Topics.ALL.forEach(producer::partitionsFor);
        rehearse();
    }

    /** Beside the start, which does not wait for it: a broker may hold up a publisher for ten seconds. */
    private void rehearse() {
        Thread thread = new Thread(this::publishNothing, "publisher-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Events as all others, but that they say nothing, on a topic where nobody looks for any. */
    private void publishNothing() {
        try {
            producer.partitionsFor(Topics.REHEARSAL); // where it is missing each event would wait for it anew
            for (int i = 0; i < REHEARSALS; i++) {
                publish(Stream.generate(EventPublisher::nothing)
                        .limit(REHEARSED_AT_ONCE)
                        .toList());
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "rehearsal failed, the first alert will take a little longer cause=%s",
                    (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
            LOG.debug("rehearsal failed", e);
        }
    }

    private static OutgoingEvent nothing() {
        String id = EventIds.next();
        return new OutgoingEvent(Topics.REHEARSAL, id, id, "Rehearsal", Instant.now(), NOTHING);
    }

    /**
     * Publishes all events and waits until the broker has confirmed each. Blocks for at most about ten seconds.
     *
     * @throws PublishFailedException where at least one is not confirmed; some may have been published
     */
    public void publish(List<OutgoingEvent> events) {
        List<Future<RecordMetadata>> pending = new ArrayList<>(events.size());
        for (OutgoingEvent event : events) {
            pending.add(send(new ProducerRecord<>(
                    event.topic(), null, event.key(), event.value(), CloudEventHeaders.of(event, source))));
        }
        awaitAll(pending);
    }

    void deadLetter(String topic, String key, byte[] value, Headers headers) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, null, key, value, headers);
        awaitAll(List.of(send(record)));
    }

    private Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record);
        } catch (RuntimeException e) {
            throw new PublishFailedException(e);
        }
    }

    /** Waits for each also after one has failed: what is given back must not be sent behind the caller's back. */
    private static void awaitAll(List<Future<RecordMetadata>> pending) {
        PublishFailedException failure = null;
        for (Future<RecordMetadata> confirmation : pending) {
            try {
                confirmation.get();
            } catch (ExecutionException e) {
                failure = failure == null ? new PublishFailedException(e.getCause()) : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PublishFailedException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    synchronized void close(@Observes @Priority(ShutdownOrder.PUBLISHER) ShutdownEvent event) {
        closed = true;
        producer.close(CLOSE_LIMIT);
    }

    /** The broker did not confirm. Trying again is safe: readers are idempotent. */
    public static final class PublishFailedException extends RuntimeException {
        PublishFailedException(Throwable cause) {
            super("the broker did not confirm an event", cause);
        }
    }
}
