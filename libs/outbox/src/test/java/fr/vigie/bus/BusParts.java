package fr.vigie.bus;

import io.quarkus.runtime.ShutdownEvent;
import java.util.Map;

/** What the outbox needs of the bus, made without a container. */
public final class BusParts implements AutoCloseable {
    public final EventPublisher publisher;
    public final TopicSetup topics;

    public BusParts(String bootstrapServers) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        publisher = new EventPublisher(kafka, "outbox-test", new ClockWatch());
        topics = new TopicSetup(kafka, new OnePartition());
    }

    @Override
    public void close() {
        publisher.close(new ShutdownEvent());
    }

    private static final class OnePartition implements TopicSettings {
        @Override
        public int busyPartitions() {
            return 1;
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public short replication() {
            return 1;
        }

        @Override
        public int minInsyncReplicas() {
            return 1;
        }
    }
}
