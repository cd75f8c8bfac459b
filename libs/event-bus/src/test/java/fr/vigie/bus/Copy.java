package fr.vigie.bus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.Map;

/** One running copy of a service, as far as events go. */
final class Copy implements AutoCloseable {
    static final TopicSettings SETTINGS = new Settings(3, 2);

    final EventBus bus;
    final EventPublisher publisher;
    final TopicSetup topics;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Copy(String bootstrapServers, String service, String instance) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        topics = new TopicSetup(kafka, SETTINGS);
        publisher = new EventPublisher(kafka, service);
        bus = new EventBus(kafka, topics, publisher, meters, service, instance);
    }

    /** Stops as a service does. */
    @Override
    public void close() {
        try {
            bus.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        publisher.close(new ShutdownEvent());
    }

    record Settings(int busyPartitions, int partitions) implements TopicSettings {
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
