package fr.vigie.standalone.bench.dispatch;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.standalone.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the topics say of one alert, read after the fact. An event stands on its topic only after the transaction that it
 * tells of has committed, so its record's timestamp is a late bound of that commit.
 */
final class Told {
    private static final Duration POLL = Duration.ofMillis(500);

    private final UUID alertId;
    private final Map<UUID, Long> asked = new HashMap<>();
    private final Map<UUID, Long> handedOver = new HashMap<>();
    private final Set<UUID> ended = new HashSet<>();
    private final Map<DeliveryState, Integer> events = new EnumMap<>(DeliveryState.class);
    private int flagged;
    private long firstAsked = Long.MAX_VALUE;
    private long lastAsked;
    private long lastAcceptedTold;
    private long lastEndTold;

    private Told(UUID alertId) {
        this.alertId = alertId;
    }

    static Told of(String bootstrapServers, UUID alertId, Urgency urgency) {
        Told told = new Told(alertId);
        told.read(bootstrapServers, List.of(Topics.dispatch(Channel.SMS, urgency), Topics.DELIVERY_EVENTS));
        return told;
    }

    private void read(String bootstrapServers, List<String> topics) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
            }
        } catch (MalformedEventException e) {
            throw new Fault("A topic holds a record that is no event.", e);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        if (!record.topic().equals(Topics.DELIVERY_EVENTS)) {
            DeliveryRequested request = EventJson.read(record.value(), DeliveryRequested.class);
            if (request.alertId().equals(alertId)) {
                asked.put(request.deliveryId(), record.timestamp());
                firstAsked = Math.min(firstAsked, record.timestamp());
                lastAsked = Math.max(lastAsked, record.timestamp());
            }
            return;
        }
        DeliveryEvent event = EventJson.read(record.value(), DeliveryEvent.class);
        if (!event.alertId().equals(alertId)) {
            return;
        }
        events.merge(event.state(), 1, Integer::sum);
        flagged += event.possibleDuplicate() ? 1 : 0;
        if (event.handedOverAt() != null) {
            handedOver.merge(event.deliveryId(), event.handedOverAt().toEpochMilli(), Math::min);
        }
        if (event.state() == DeliveryState.ACCEPTED) {
            lastAcceptedTold = Math.max(lastAcceptedTold, record.timestamp());
        }
        if (event.state().isFinal()) {
            ended.add(event.deliveryId());
            lastEndTold = Math.max(lastEndTold, record.timestamp());
        }
    }

    Instant firstAsked() {
        return Instant.ofEpochMilli(firstAsked);
    }

    /** Seconds in which the requests were put on the topic. */
    double secondsOfAsking() {
        return (lastAsked - firstAsked) / 1000.0;
    }

    /** Seconds from the first request to the last hand-off that is recorded and told. */
    double secondsToAccepted() {
        return (lastAcceptedTold - firstAsked) / 1000.0;
    }

    /** Seconds from the first request to the last final state that is recorded and told. */
    double secondsToEnd() {
        return (lastEndTold - firstAsked) / 1000.0;
    }

    /** Deliveries that were asked for and of which no final state is told. */
    long lost() {
        return asked.keySet().stream().filter(id -> !ended.contains(id)).count();
    }

    int flagged() {
        return flagged;
    }

    Map<DeliveryState, Integer> events() {
        return Collections.unmodifiableMap(events);
    }

    /** Milliseconds from the request on its topic to the operator's answer, sorted. */
    List<Long> latencies() {
        List<Long> all = new ArrayList<>();
        asked.forEach((id, at) -> {
            Long taken = handedOver.get(id);
            if (taken != null) {
                all.add(Math.max(0, taken - at));
            }
        });
        Collections.sort(all);
        return all;
    }
}
