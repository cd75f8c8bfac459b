package fr.vigie.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes raw records to topics and reads what others wrote, without a consumer group. For one thread. */
public final class TopicProbe implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final Map<String, Object> client;
    private final KafkaProducer<String, byte[]> producer;

    private TopicProbe(String bootstrapServers) {
        client = Map.of("bootstrap.servers", bootstrapServers);
        producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
    }

    /** On the broker that all tests of this JVM share. */
    public static TopicProbe open() {
        return new TopicProbe(Parts.shared().bootstrapServers());
    }

    /** On another broker. */
    public static TopicProbe open(String bootstrapServers) {
        return new TopicProbe(bootstrapServers);
    }

    /**
     * A record as it lies in the topic.
     *
     * @param headers the last value of each header, as text
     */
    public record Received(
            String topic, int partition, long offset, String key, String value, Map<String, String> headers) {
        private static Received of(ConsumerRecord<String, byte[]> from) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header header : from.headers()) {
                headers.put(header.key(), text(header.value()));
            }
            return new Received(from.topic(), from.partition(), from.offset(), from.key(), text(from.value()), headers);
        }

        private static String text(byte[] bytes) {
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Creates the topic if it is not there yet. */
    public void ensureTopic(String name, int partitions) {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("cannot create the topic " + name, e.getCause());
            }
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("cannot create the topic " + name, e);
        }
    }

    /** Writes a record and waits until the broker has it. */
    public RecordMetadata send(String topic, String key, String value, Map<String, String> headers) {
        ProducerRecord<String, byte[]> toSend =
                new ProducerRecord<>(topic, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> toSend.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            return producer.send(toSend).get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot write to " + topic, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("cannot write to " + topic, e);
        }
    }

    /**
     * Reads the topics from their beginning until the records that are wanted fulfil the condition. A topic that does
     * not exist yet is waited for.
     *
     * @return the wanted records, in the order of each partition
     * @throws AssertionError if the condition is not fulfilled in time; it counts what was there
     */
    public List<Received> await(
            Duration limit,
            Collection<String> topics,
            Predicate<Received> wanted,
            Predicate<List<Received>> condition) {
        long end = System.nanoTime() + limit.toNanos();
        List<Received> all = new ArrayList<>();
        List<Received> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> reading = new HashSet<>();
            while (System.nanoTime() - end < 0) {
                follow(consumer, topics, reading);
                for (ConsumerRecord<String, byte[]> one : consumer.poll(Duration.ofMillis(100))) {
                    Received received = Received.of(one);
                    all.add(received);
                    if (wanted.test(received)) {
                        found.add(received);
                    }
                }
                if (condition.test(List.copyOf(found))) {
                    return List.copyOf(found);
                }
            }
        }
        Map<String, Long> counts = all.stream().collect(Collectors.groupingBy(Received::topic, Collectors.counting()));
        throw new AssertionError("Within " + limit + " " + topics + " had " + found.size()
                + " of the wanted records, not enough; all records by topic: " + counts);
    }

    /** Waits for a number of records with this key. */
    public List<Received> await(Duration limit, String topic, String key, int count) {
        return await(limit, List.of(topic), r -> key.equals(r.key()), found -> found.size() >= count);
    }

    /** Everything that is in the topics now. */
    public List<Received> all(String... topics) {
        List<Received> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> reading = new HashSet<>();
            follow(consumer, Arrays.asList(topics), reading);
            Map<TopicPartition, Long> ends = consumer.endOffsets(reading);
            while (reading.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(one -> found.add(Received.of(one)));
            }
        }
        return List.copyOf(found);
    }

    private static void follow(
            KafkaConsumer<String, byte[]> consumer, Collection<String> topics, Set<TopicPartition> reading) {
        Set<String> followed = reading.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        if (followed.containsAll(topics)) {
            return;
        }
        Set<TopicPartition> added = consumer.listTopics().entrySet().stream()
                .filter(topic -> topics.contains(topic.getKey()) && !followed.contains(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
        if (!added.isEmpty()) {
            reading.addAll(added);
            consumer.assign(reading);
            consumer.seekToBeginning(added);
        }
    }

    @Override
    public void close() {
        producer.close(ANSWER_LIMIT);
    }
}
