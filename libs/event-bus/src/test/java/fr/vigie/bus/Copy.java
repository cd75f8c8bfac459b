package fr.vigie.bus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One running copy of a service, as far as events go. */
final class Copy implements AutoCloseable {
    static final TopicSettings SETTINGS = new Settings(3, 2);

    /** By how much its clock was set back, in ms. */
    final AtomicLong setBackBy = new AtomicLong();

    final ClockWatch clock = new ClockWatch(() -> System.currentTimeMillis() - setBackBy.get());
    final EventBus bus;
    final EventPublisher publisher;
    final TopicSetup topics;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Copy(String bootstrapServers, String service, String instance) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        topics = new TopicSetup(kafka, SETTINGS);
        publisher = new EventPublisher(kafka, service, clock);
        bus = new EventBus(kafka, topics, publisher, meters, clock, service, instance);
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
