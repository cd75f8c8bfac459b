package fr.vigie.bus;

import fr.vigie.events.AlertControl;
import fr.vigie.events.Topics;
import fr.vigie.testing.Parts;
import fr.vigie.testing.TopicProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;

/** A broker, and orders of a test's own on it. */
abstract class OrdersOnABus {
    static final Duration SOON = Duration.ofSeconds(30);
    static final String TOPIC = Topics.ALERT_CONTROL;
    static final Instant NOW = Instant.parse("2026-11-21T10:02:00Z");

    final String broker = Parts.shared().bootstrapServers();
    /** A service of its own per test: its consumer groups have read nothing yet. */
    final String service = "service-" + UUID.randomUUID();
    /** Events of other tests lie in the same topics. */
    final String author = "author-" + UUID.randomUUID();

    @BeforeEach
    void topicsExist() {
        try (Copy copy = new Copy(broker, service, "0")) {
            copy.topics.ensure();
        }
    }

    Subscription<AlertControl> subscription(String name, BatchHandler<AlertControl> handler) {
        return Subscription.to(AlertControl.class, name, List.of(TOPIC), 500, handler);
    }

    static void failOn(UUID odd, List<Received<AlertControl>> batch) {
        if (batch.stream().anyMatch(each -> odd.equals(each.event().supersededBy()))) {
            throw new IllegalStateException(
                    "wrapped", new java.time.DateTimeException("a year that no database knows"));
        }
    }

    List<Received<AlertControl>> mine(List<Received<AlertControl>> batch) {
        return batch.stream().filter(each -> author.equals(each.event().by())).toList();
    }

    static List<Long> offsets(List<Received<AlertControl>> batch) {
        return batch.stream().map(each -> each.record().offset()).toList();
    }

    AlertControl event() {
        return new AlertControl(
                UUID.randomUUID(), AlertControl.Action.CANCEL, NOW, NOW.plusSeconds(60), author, UUID.randomUUID());
    }

    List<AlertControl> publish(UUID key, int count) {
        List<AlertControl> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        try (Copy writer = new Copy(broker, service, "writer")) {
            writer.publisher.publish(events.stream()
                    .map(event -> OutgoingEvent.of(TOPIC, key, NOW, event))
                    .toList());
        }
        return events;
    }

    static List<TopicProbe.Received> letters(TopicProbe probe, UUID key) {
        return probe.all(Topics.deadLetter(TOPIC)).stream()
                .filter(letter -> key.toString().equals(letter.key()))
                .toList();
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String consumer) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            return admin.listConsumerGroupOffsets(service + "." + consumer)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
