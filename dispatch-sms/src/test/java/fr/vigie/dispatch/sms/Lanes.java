package fr.vigie.dispatch.sms;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.testing.Parts;
import fr.vigie.testing.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** The topics of the text channel: what is asked for goes in, and what became of it comes out. */
final class Lanes implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TopicProbe topics = TopicProbe.open();
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", Parts.shared().bootstrapServers(), "linger.ms", "2"),
            new StringSerializer(),
            new ByteArraySerializer());

    void send(Collection<DeliveryRequested> asked) {
        for (DeliveryRequested each : asked) {
            var unused = producer.send(new ProducerRecord<>(
                    Topics.dispatch(Channel.SMS, each.urgency()),
                    each.recipientId().toString(),
                    EventJson.write(each)));
        }
        producer.flush();
    }

    void send(DeliveryRequested asked) {
        send(List.of(asked));
    }

    /** Waits until all of them are final; their events in order, by delivery. */
    Map<UUID, List<DeliveryEvent>> untilFinal(Collection<DeliveryRequested> asked) {
        return until(asked, asked.size(), DeliveryState::isFinal);
    }

    /** Waits until so many of them have been in such a state. */
    Map<UUID, List<DeliveryEvent>> until(
            Collection<DeliveryRequested> asked, int count, java.util.function.Predicate<DeliveryState> state) {
        Map<UUID, List<DeliveryEvent>> seen = new HashMap<>();
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            seen.clear();
            seen.putAll(events(asked));
            return seen.values().stream()
                            .filter(events -> events.stream().anyMatch(each -> state.test(each.state())))
                            .count()
                    >= count;
        });
        return seen;
    }

    List<DeliveryEvent> untilFinal(DeliveryRequested asked) {
        return untilFinal(List.of(asked)).get(asked.deliveryId());
    }

    private Map<UUID, List<DeliveryEvent>> events(Collection<DeliveryRequested> asked) {
        var ids = asked.stream().map(each -> each.deliveryId().toString()).collect(Collectors.toSet());
        return topics.all(Topics.DELIVERY_EVENTS).stream()
                .filter(each -> ids.contains(each.key()))
                .map(Lanes::event)
                .collect(Collectors.groupingBy(DeliveryEvent::deliveryId));
    }

    private static DeliveryEvent event(TopicProbe.Received received) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), DeliveryEvent.class);
        } catch (EventJson.MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        topics.close();
    }
}
