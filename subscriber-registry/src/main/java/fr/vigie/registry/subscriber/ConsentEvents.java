package fr.vigie.registry.subscriber;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.Channel;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.SubscriberEvent.Type;
import fr.vigie.events.Topics;
import java.time.Instant;
import java.util.UUID;

/** What the registry itself says about consent. */
public final class ConsentEvents {
    /** Entered by a registrar. */
    public static final String REGISTRAR = "REGISTRAR";
    /** Came with a file. */
    public static final String IMPORT = "IMPORT";

    private ConsentEvents() {}

    /** The event, ready for the outbox. */
    public static OutgoingEvent of(UUID subscriber, Type type, Channel channel, String source, Instant at) {
        UUID id = UUID.randomUUID();
        return OutgoingEvent.of(
                Topics.SUBSCRIBER_EVENTS,
                subscriber,
                id.toString(),
                at,
                SubscriberEvent.ofRecipient(id, subscriber, type, channel, source, null, at));
    }
}
