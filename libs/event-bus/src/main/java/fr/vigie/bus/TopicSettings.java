package fr.vigie.bus;

import fr.vigie.events.Topics;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How topics are made where they do not exist yet. Existing topics are left as they are. */
@ConfigMapping(prefix = "vigie.topics")
public interface TopicSettings {
    /** Partitions of dispatch lanes and delivery events. More cannot become fewer. */
    @WithDefault("4")
    int busyPartitions();

    /** Partitions of all other topics. */
    @WithDefault("2")
    int partitions();

    /** Copies of each partition; 3 in production, 1 on one machine. */
    @WithDefault("1")
    short replication();

    /** Copies that must have confirmed before {@code acks=all} is satisfied; 2 in production. */
    @WithDefault("1")
    int minInsyncReplicas();

    /** How many partitions a topic gets. */
    default int partitionsOf(String topic) {
        if (topic.equals(Topics.REHEARSAL)) {
            return 1;
        }
        return topic.startsWith("dispatch.") || topic.startsWith(Topics.DELIVERY_EVENTS)
                ? busyPartitions()
                : partitions();
    }

    /** How long a topic's records are kept. */
    default Duration retentionOf(String topic) {
        if (topic.endsWith(".dlq")) {
            return Duration.ofDays(30);
        }
        if (topic.startsWith("dispatch.")) {
            return Duration.ofHours(48);
        }
        return switch (topic) {
            case Topics.REHEARSAL -> Duration.ofHours(1);
            case Topics.DELIVERY_EVENTS, Topics.SUBSCRIBER_EVENTS -> Duration.ofDays(14);
            default -> Duration.ofDays(7);
        };
    }
}
