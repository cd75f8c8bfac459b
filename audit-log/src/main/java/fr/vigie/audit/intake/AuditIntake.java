package fr.vigie.audit.intake;

import fr.vigie.audit.chain.AuditRecord;
import fr.vigie.audit.chain.ChainId;
import fr.vigie.audit.chain.ChainStore;
import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.EventBus;
import fr.vigie.bus.Received;
import fr.vigie.bus.Subscription;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Records every event of every topic, dead letters too. */
@ApplicationScoped
class AuditIntake {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Also the largest page. */
    private static final int BATCH = 2_000;

    private final EventBus bus;
    private final ChainStore store;
    private final TopicIds topicIds;
    private final IntakeMeters meters;
    private final String digestKey;

    AuditIntake(
            EventBus bus,
            ChainStore store,
            TopicIds topicIds,
            IntakeMeters meters,
            @ConfigProperty(name = "vigie.audit.digest-key") String digestKey) {
        this.bus = bus;
        this.store = store;
        this.topicIds = topicIds;
        this.meters = meters;
        this.digestKey = digestKey;
    }

    void start(@Observes StartupEvent event) {
        meters.register();
        bus.subscribe(new Subscription<>("record", AuditedTopics.ALL, value -> value, BATCH, new Recorder(digestKey)));
    }

    private final class Recorder implements BatchHandler<byte[]> {
        private final RecordReader reader;

        Recorder(String digestKey) {
            reader = new RecordReader(new KeyedDigest(digestKey));
        }

        @Override
        public void handle(List<Received<byte[]>> batch) {
            Map<TopicPartition, List<AuditRecord>> byPartition = new LinkedHashMap<>();
            for (Received<byte[]> each : batch) {
                TopicPartition partition =
                        new TopicPartition(each.record().topic(), each.record().partition());
                byPartition.computeIfAbsent(partition, key -> new ArrayList<>()).add(reader.read(each.record()));
            }
            Map<String, UUID> ids = topicIds.of(topicsOf(byPartition.keySet()));
            byPartition.forEach((partition, entries) -> {
                ChainId chain = new ChainId(
                        Objects.requireNonNull(ids.get(partition.topic()), "the topic's id"),
                        partition.topic(),
                        partition.partition());
                int appended = store.append(chain, entries).await().atMost(LIMIT);
                meters.recorded(partition.topic(), appended);
            });
            meters.stored(batch.stream()
                    .mapToLong(each -> each.record().timestamp())
                    .min()
                    .orElseThrow());
        }

        private static Set<String> topicsOf(Set<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        }

        /** Every record can be kept, if only by its digest: a failure always lies with us. */
        @Override
        public boolean isPoison(Throwable failure) {
            return false;
        }
    }
}
