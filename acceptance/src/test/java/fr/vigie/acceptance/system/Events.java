package fr.vigie.acceptance.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Everything that the broker holds. */
public final class Events {
    private static final Duration POLL = Duration.ofMillis(500);

    private Events() {}

    /** Every topic's name, the broker's own among them. */
    public static Set<String> topics(WholeSystem system) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.kafka()))) {
            return admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows every record of some topics, from the first one to the last one of now. */
    public static void read(WholeSystem system, Set<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", system.kafka(),
                        "enable.auto.commit", "false",
                        "exclude.internal.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            topics.forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }

    /** How many records each partition of some topics holds. */
    public static Map<TopicPartition, Long> counts(WholeSystem system, Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", system.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            topics.forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> counts = new HashMap<>();
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> counts.put(partition, end - first.get(partition)));
            return counts;
        }
    }

    /** How many records speak of an alert, by the body or the key. */
    public static long naming(WholeSystem system, String alertId) {
        long[] count = {0};
        Set<String> topics = new HashSet<>(topics(system));
        topics.removeIf(topic -> topic.startsWith("__"));
        read(system, topics, record -> {
            if (record.value() != null
                    && new String(record.value(), StandardCharsets.UTF_8).contains("\"alertId\":\"" + alertId + "\"")) {
                count[0]++;
            }
        });
        return count[0];
    }

    /** Puts one record on a topic, and returns when the broker has it. */
    public static void put(WholeSystem system, String topic, byte[] key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.kafka(), "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
