package fr.vigie.standalone.bench.calls;

import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Topics;
import fr.vigie.standalone.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the service told of deliveries, read from its topic after the fact.
 *
 * @param states how many ended in which state; those of which no end is told are not among them
 * @param wrong deliveries that ended otherwise than the telephone behaved, or of which no end is told
 * @param retried deliveries that took more than one try
 */
record Outcomes(Map<DeliveryState, Integer> states, long wrong, long retried) {
    private static final Duration POLL = Duration.ofMillis(500);

    static Outcomes of(String bootstrapServers, Map<UUID, DeliveryState> expected) {
        Map<UUID, DeliveryEvent> ends = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DELIVERY_EVENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> limits = consumer.endOffsets(partitions);
            while (limits.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    DeliveryEvent event = EventJson.read(record.value(), DeliveryEvent.class);
                    if (event.state().isFinal() && expected.containsKey(event.deliveryId())) {
                        ends.put(event.deliveryId(), event);
                    }
                }
            }
        } catch (MalformedEventException e) {
            throw new Fault("The topic of delivery events holds a record that is none.", e);
        }
        Map<DeliveryState, Integer> states = new TreeMap<>();
        ends.values().forEach(end -> states.merge(end.state(), 1, Integer::sum));
        long right = expected.entrySet().stream()
                .filter(each -> ends.containsKey(each.getKey())
                        && ends.get(each.getKey()).state() == each.getValue())
                .count();
        long retried = ends.values().stream().filter(end -> end.attempt() > 1).count();
        return new Outcomes(states, expected.size() - right, retried);
    }
}
