package fr.vigie.audit.intake;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the broker knows of topics: their ids, and what they hold. */
@ApplicationScoped
public class TopicIds {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Admin admin;
    private final Map<String, UUID> lastKnown = new ConcurrentHashMap<>();

    TopicIds(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis() / 2);
        this.admin = Admin.create(config);
    }

    /**
     * The ids that the broker has given to the topics; of a topic that is gone, the one that it had. Asked anew each
     * time: a topic that was deleted and made again has another id, and its records must not be taken for old ones.
     * Blocks.
     */
    Map<String, UUID> of(Collection<String> topics) {
        describe(topics).forEach((name, topic) -> lastKnown.put(name, id(topic)));
        return topics.stream()
                .filter(lastKnown::containsKey)
                .collect(Collectors.toMap(Function.identity(), lastKnown::get));
    }

    /** What each partition holds now; topics that do not exist are left out. Blocks. */
    public Map<TopicPartition, Extent> extents(Collection<String> topics) {
        Map<TopicPartition, UUID> partitions = new HashMap<>();
        describe(topics)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(each -> partitions.put(new TopicPartition(name, each.partition()), id(topic))));
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(partitions.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> end = offsets(partitions.keySet(), OffsetSpec.latest());
        Map<TopicPartition, Extent> extents = new HashMap<>();
        partitions.forEach((partition, id) -> extents.put(
                partition,
                new Extent(id, first.get(partition).offset(), end.get(partition).offset())));
        return extents;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        try {
            return await(admin.listOffsets(wanted).all());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not say what its topics hold", e);
        }
    }

    private Map<String, TopicDescription> describe(Collection<String> topics) {
        Map<String, TopicDescription> found = new HashMap<>();
        admin.describeTopics(List.copyOf(topics)).topicNameValues().forEach((name, answer) -> {
            try {
                found.put(name, await(answer));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new IllegalStateException("Kafka did not say what it knows of topics", e);
                }
            }
        });
        return found;
    }

    private static UUID id(TopicDescription topic) {
        Uuid id = topic.topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static <T> T await(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not answer within " + LIMIT, e);
        }
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ofSeconds(2));
    }

    /**
     * What a partition holds.
     *
     * @param topicId the id of its topic
     * @param first offset of the first record that is still kept
     * @param end offset after the last record
     */
    public record Extent(UUID topicId, long first, long end) {}
}
