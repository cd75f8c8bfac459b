package fr.vigie.ingest.progress;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.FailureReason;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.RecipientsResolved.LeftOut;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.testing.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Says on the topics what registry and dispatchers would say. */
public final class Dispatcher implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final TopicProbe probe = TopicProbe.open();

    public void resolved(UUID alert, int chunk, int sms, int voice) {
        resolved(new RecipientsResolved(alert, chunk, sms, voice, false, null, START));
    }

    public void totals(UUID alert, int chunks, int sms, int voice, LeftOut leftOut) {
        resolved(new RecipientsResolved(alert, chunks, sms, voice, true, leftOut, START));
    }

    private void resolved(RecipientsResolved event) {
        send(Topics.RECIPIENTS_RESOLVED, event.alertId(), event);
    }

    public void delivered(DeliveryEvent event) {
        send(Topics.DELIVERY_EVENTS, event.deliveryId(), event);
    }

    public void raw(String topic, String value) {
        probe.send(topic, UUID.randomUUID().toString(), value, Map.of());
    }

    private void send(String topic, UUID key, Object event) {
        probe.send(topic, key.toString(), new String(EventJson.write(event), StandardCharsets.UTF_8), Map.of());
    }

    /** An event whose times grow with the seconds given. */
    public static DeliveryEvent event(
            UUID alert,
            UUID delivery,
            Channel channel,
            DeliveryState state,
            int attempt,
            int second,
            Integer handedOver) {
        return new DeliveryEvent(
                delivery,
                alert,
                new UUID(7, delivery.getLeastSignificantBits()),
                channel,
                Urgency.URGENT,
                state,
                attempt,
                state == DeliveryState.UNDELIVERABLE ? FailureReason.NUMBER_DEAD : null,
                START.plusSeconds(second),
                handedOver == null ? null : START.plusSeconds(handedOver),
                "north",
                null,
                false,
                0,
                0,
                null,
                null);
    }

    /** It waits for the hours of calls, until so many seconds. */
    public static DeliveryEvent afterHours(UUID alert, UUID delivery, int attempt, int until) {
        return new DeliveryEvent(
                delivery,
                alert,
                new UUID(7, delivery.getLeastSignificantBits()),
                Channel.VOICE,
                Urgency.BULK,
                DeliveryState.QUEUED,
                attempt,
                FailureReason.CONTACT_HOURS,
                START,
                null,
                null,
                null,
                false,
                0,
                0,
                null,
                null,
                START.plusSeconds(until));
    }

    /** The same event, naming the delivery that takes its place. */
    public static DeliveryEvent withFallback(DeliveryEvent event, UUID fallback) {
        return new DeliveryEvent(
                event.deliveryId(),
                event.alertId(),
                event.recipientId(),
                event.channel(),
                event.urgency(),
                event.state(),
                event.attempt(),
                event.reason(),
                event.at(),
                event.handedOverAt(),
                event.carrier(),
                null,
                event.possibleDuplicate(),
                0,
                0,
                fallback,
                null);
    }

    @Override
    public void close() {
        probe.close();
    }
}
