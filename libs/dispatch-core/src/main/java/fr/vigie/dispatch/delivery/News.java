package fr.vigie.dispatch.delivery;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is told about deliveries: builds the events of a channel. */
public final class News {
    private static final String CARRIER = "CARRIER";
    private static final String VOICE_KEY_9 = "VOICE_KEY_9";
    private static final String SMS_STOP = "SMS_STOP";

    private final Channel channel;

    public News(Channel channel) {
        this.channel = channel;
    }

    /** The state that a row is in. */
    public DeliveryEvent state(Delivery row, Instant at) {
        return state(row, at, null);
    }

    /**
     * The state that a row is in.
     *
     * @param dueAt when it is tried next; null where it waits for no time
     */
    public DeliveryEvent state(Delivery row, Instant at, Instant dueAt) {
        return new DeliveryEvent(
                row.deliveryId(),
                row.alertId(),
                row.recipientId(),
                channel,
                row.lane(),
                row.state(),
                row.attempt(),
                row.reason(),
                at,
                row.handedOverAt(),
                row.carrier(),
                row.carrierMessageId(),
                row.possibleDuplicate(),
                row.chunk(),
                row.position(),
                null,
                row.fallbackOf(),
                dueAt);
    }

    /**
     * One step of a change.
     *
     * @param before the row before the change
     * @param messageId the operator's name at this step
     * @param fallback the other channel's delivery, for the last step; null for none
     */
    public DeliveryEvent step(
            Delivery before, Change change, Step step, String messageId, Instant at, boolean duplicate, UUID fallback) {
        return new DeliveryEvent(
                before.deliveryId(),
                before.alertId(),
                before.recipientId(),
                channel,
                before.lane(),
                step.state(),
                step.attempt(),
                step.reason(),
                at,
                change.handedOverAt() == null ? before.handedOverAt() : change.handedOverAt(),
                change.carrier() == null ? before.carrier() : change.carrier(),
                messageId,
                duplicate,
                before.chunk(),
                before.position(),
                fallback,
                before.fallbackOf(),
                step == change.last()
                                && change.waitsFor() == Waiting.ATTEMPT
                                && !change.delay().isZero()
                        ? at.plus(change.delay())
                        : null);
    }

    /** An event on its way out. */
    public static OutgoingEvent outgoing(DeliveryEvent event) {
        return OutgoingEvent.of(Topics.DELIVERY_EVENTS, event.deliveryId(), event.at(), event);
    }

    /** The other channel's delivery, for one that has finally failed. */
    public DeliveryRequested fallback(Delivery failed, Content content) {
        return new DeliveryRequested(
                DeliveryRequested.idOf(failed.alertId(), failed.recipientId(), content.fallbackChannel()),
                failed.alertId(),
                content.reference(),
                failed.recipientId(),
                content.fallbackChannel(),
                failed.lane(),
                content.status(),
                content.authority(),
                content.fallbackBody(),
                failed.fallbackNumberList(),
                content.sent(),
                content.expires(),
                failed.chunk(),
                failed.position(),
                null,
                failed.deliveryId(),
                failed.quietHours());
    }

    /** An event on its way out. */
    public static OutgoingEvent outgoing(DeliveryRequested asked, Instant at) {
        // The same fallback published twice is the same event.
        return OutgoingEvent.of(
                Topics.dispatch(asked.channel(), asked.urgency()),
                asked.recipientId(),
                "fallback-" + asked.deliveryId(),
                at,
                asked);
    }

    /** What a change says about the merchant; empty for nothing. */
    public List<OutgoingEvent> aboutSubscriber(Delivery row, Change change, Instant at) {
        if (change.optedOut()) {
            // A key is pressed in a call that goes well; where it failed for that reason, the operator says so.
            boolean pressed = change.last().reason() != FailureReason.OPTED_OUT;
            return List.of(subscriber(row, SubscriberEvent.Type.OPTED_OUT, pressed ? VOICE_KEY_9 : CARRIER, null, at));
        }
        if (change.numberDead() >= 0) {
            return List.of(subscriber(row, SubscriberEvent.Type.NUMBER_DEAD, CARRIER, change.numberDead(), at));
        }
        return List.of();
    }

    /**
     * Somebody wrote that he wants no more messages. Dispatchers do not know whose number it is, so the event carries
     * its digest. Its id is new each time, since the operator may bring the same words twice and a merchant may mean
     * them twice.
     */
    public static OutgoingEvent stop(String numberDigest, Instant at) {
        UUID id = UUID.randomUUID();
        SubscriberEvent event =
                SubscriberEvent.ofNumber(id, numberDigest, SubscriberEvent.Type.OPTED_OUT, Channel.SMS, SMS_STOP, at);
        return OutgoingEvent.of(Topics.SUBSCRIBER_EVENTS, numberDigest, id.toString(), at, event);
    }

    private OutgoingEvent subscriber(
            Delivery row, SubscriberEvent.Type type, String source, Integer numberIndex, Instant at) {
        String name = row.deliveryId() + ":" + type + ":" + numberIndex;
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
        SubscriberEvent event =
                SubscriberEvent.ofRecipient(id, row.recipientId(), type, channel, source, numberIndex, at);
        return OutgoingEvent.of(Topics.SUBSCRIBER_EVENTS, row.recipientId(), id.toString(), at, event);
    }
}
