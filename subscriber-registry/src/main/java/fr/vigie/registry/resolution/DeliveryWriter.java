package fr.vigie.registry.resolution;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryRequested.Fallback;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Topics;
import fr.vigie.registry.recipient.ChannelChoice;
import fr.vigie.registry.recipient.Recipient;
import java.time.Instant;

/** Writes deliveries of an alert. The same place of the same chunk always gives the same delivery. */
final class DeliveryWriter {
    private final AlertAccepted alert;

    DeliveryWriter(AlertAccepted alert) {
        this.alert = alert;
    }

    OutgoingEvent requested(Chunk chunk, int position, Recipient recipient) {
        Channel channel = chunk.places().get(position).channel();
        Fallback fallback = ChannelChoice.fallbackOf(channel, recipient, alert.channels())
                .map(other -> new Fallback(other, text(other), recipient.numbersFor(other)))
                .orElse(null);
        DeliveryRequested delivery = new DeliveryRequested(
                DeliveryRequested.idOf(alert.alertId(), recipient.id(), channel),
                alert.alertId(),
                alert.reference(),
                recipient.id(),
                channel,
                alert.urgency(),
                alert.status(),
                alert.authority(),
                text(channel),
                recipient.numbersFor(channel),
                alert.sent(),
                alert.expires(),
                chunk.number(),
                position,
                fallback,
                null,
                recipient.quietHours());
        return OutgoingEvent.of(
                Topics.dispatch(channel, alert.urgency()),
                recipient.id(),
                delivery.deliveryId().toString(),
                alert.sent(),
                delivery);
    }

    /**
     * The end of a delivery whose merchant left, or lost the number, between being chosen and being published: it was
     * counted, so it must become final. Should a dispatcher have it all the same, its own events go further (attempt 1).
     */
    OutgoingEvent withdrawn(Chunk chunk, int position, Instant at) {
        Chunk.Place place = chunk.places().get(position);
        DeliveryEvent event = new DeliveryEvent(
                DeliveryRequested.idOf(alert.alertId(), place.recipientId(), place.channel()),
                alert.alertId(),
                place.recipientId(),
                place.channel(),
                alert.urgency(),
                DeliveryState.CANCELLED,
                0,
                FailureReason.OPTED_OUT,
                at,
                null,
                null,
                null,
                false,
                chunk.number(),
                position,
                null,
                null);
        return OutgoingEvent.of(
                Topics.DELIVERY_EVENTS, event.deliveryId(), event.deliveryId() + ":withdrawn", at, event);
    }

    private String text(Channel channel) {
        return channel == Channel.SMS ? alert.texts().sms() : alert.texts().voice();
    }

    /** Whether the place can still be served as it was chosen. */
    static boolean servable(Chunk.Place place, Recipient recipient) {
        return recipient != null && !recipient.numbersFor(place.channel()).isEmpty();
    }
}
