package fr.vigie.dispatch.voice;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Topics;
import fr.vigie.testing.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Asks for calls as the registry does, and hears what is told about them. */
final class Lanes implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final TopicProbe topics = TopicProbe.open();

    void send(DeliveryRequested asked) {
        topics.send(
                Topics.dispatch(asked.channel(), asked.urgency()),
                asked.recipientId().toString(),
                new String(EventJson.write(asked), StandardCharsets.UTF_8),
                Map.of());
    }

    /** What was told about a call up to the event that is waited for. */
    List<DeliveryEvent> until(DeliveryRequested asked, Predicate<DeliveryEvent> last) {
        String key = asked.deliveryId().toString();
        return topics
                .await(
                        LIMIT,
                        List.of(Topics.DELIVERY_EVENTS),
                        each -> key.equals(each.key()),
                        found -> found.stream()
                                .map(each -> read(each, DeliveryEvent.class))
                                .anyMatch(last))
                .stream()
                .map(each -> read(each, DeliveryEvent.class))
                .toList();
    }

    /** The text that was asked for in place of a call. */
    DeliveryRequested textInPlaceOf(DeliveryRequested call) {
        return read(
                topics.await(
                                LIMIT,
                                Topics.dispatch(Channel.SMS, call.urgency()),
                                call.recipientId().toString(),
                                1)
                        .get(0),
                DeliveryRequested.class);
    }

    private static <T> T read(TopicProbe.Received received, Class<T> type) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), type);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        topics.close();
    }
}
