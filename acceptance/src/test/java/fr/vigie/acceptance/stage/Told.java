package fr.vigie.acceptance.stage;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What dispatchers tell from now on, folded as their readers do: a delivery only moves forward. */
public final class Told implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    /** Where a delivery stands. */
    public record Standing(
            DeliveryState state,
            int attempt,
            FailureReason reason,
            String carrier,
            Set<String> messageIds,
            boolean possibleDuplicate) {}

    private final Map<UUID, Standing> standings = new ConcurrentHashMap<>();
    private final Map<UUID, List<DeliveryEvent>> courses = new ConcurrentHashMap<>();
    private final Map<UUID, DeliveryRequested> fallbacks = new ConcurrentHashMap<>();
    private final List<SubscriberEvent> aboutSubscribers = new CopyOnWriteArrayList<>();
    private final AtomicInteger finals = new AtomicInteger();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader = new Thread(this::read, "told");
    private volatile boolean closing;
    private volatile RuntimeException failure;

    private Told(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Begins at the end of the topics, which must exist. */
    static Told from(String bootstrapServers, Channel... fallbacks) {
        Told told = new Told(new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
        List<TopicPartition> partitions = new ArrayList<>();
        List<String> topics = new ArrayList<>(List.of(Topics.DELIVERY_EVENTS, Topics.SUBSCRIBER_EVENTS));
        for (Channel channel : fallbacks) {
            topics.addAll(List.of(Topics.dispatch(channel, Urgency.URGENT), Topics.dispatch(channel, Urgency.BULK)));
        }
        for (String topic : topics) {
            told.consumer
                    .partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        told.consumer.assign(partitions);
        told.consumer.seekToEnd(partitions);
        partitions.forEach(told.consumer::position); // seeking is lazy
        told.reader.setDaemon(true);
        told.reader.start();
        return told;
    }

    private void read() {
        try (consumer) {
            while (!closing || behind()) {
                consumer.poll(POLL).forEach(this::take);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private boolean behind() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(Topics.SUBSCRIBER_EVENTS)) {
                aboutSubscribers.add(EventJson.read(record.value(), SubscriberEvent.class));
            } else if (!record.topic().equals(Topics.DELIVERY_EVENTS)) {
                DeliveryRequested asked = EventJson.read(record.value(), DeliveryRequested.class);
                fallbacks.put(asked.deliveryId(), asked);
            } else {
                take(EventJson.read(record.value(), DeliveryEvent.class));
            }
        } catch (MalformedEventException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(DeliveryEvent event) {
        courses.computeIfAbsent(event.deliveryId(), id -> new CopyOnWriteArrayList<>())
                .add(event);
        standings.compute(event.deliveryId(), (id, before) -> {
            boolean forward = before == null
                    || event.attempt() > before.attempt()
                    || (event.attempt() == before.attempt()
                            && event.state().rank() > before.state().rank());
            Set<String> ids = before == null ? new HashSet<>() : before.messageIds();
            if (event.carrierMessageId() != null && ids.add(event.carrierMessageId()) && ids.size() == 1) {
                handedOver.incrementAndGet();
            }
            boolean twice = event.possibleDuplicate() || (before != null && before.possibleDuplicate());
            if (forward
                    && event.state().isFinal()
                    && (before == null || !before.state().isFinal())) {
                finals.incrementAndGet();
            }
            return forward
                    ? new Standing(event.state(), event.attempt(), event.reason(), event.carrier(), ids, twice)
                    : new Standing(before.state(), before.attempt(), before.reason(), before.carrier(), ids, twice);
        });
    }

    /** How many deliveries have reached a final state. */
    public int finals() {
        if (failure != null) {
            throw failure;
        }
        return finals.get();
    }

    /** How many deliveries an operator has given a name. */
    public int handedOver() {
        return handedOver.get();
    }

    public Optional<Standing> of(UUID delivery) {
        return Optional.ofNullable(standings.get(delivery));
    }

    /** Everything that was told of a delivery, in its order. */
    public List<DeliveryEvent> course(UUID delivery) {
        return courses.getOrDefault(delivery, List.of());
    }

    /** What was asked of another channel, by the new delivery's id. */
    public Optional<DeliveryRequested> fallback(UUID delivery) {
        return Optional.ofNullable(fallbacks.get(delivery));
    }

    /** What was told of merchants, in the order of each partition. */
    public List<SubscriberEvent> aboutSubscribers() {
        return aboutSubscribers;
    }

    /** Reads what is still there, and ends. May be repeated. */
    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
