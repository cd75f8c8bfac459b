package fr.vigie.events;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Something happened that changes whether or how a merchant may be reached.
 *
 * @param eventId identity of the event
 * @param recipientId the merchant
 * @param type what happened
 * @param channel the channel that it concerns; null for all
 * @param source how it was said: {@code SMS_STOP}, {@code VOICE_KEY_9}, {@code CARRIER}, {@code REGISTRAR}, {@code IMPORT}
 * @param numberIndex which of the delivery's numbers, from 0, for {@link Type#NUMBER_DEAD}; null otherwise
 * @param at when
 */
public record SubscriberEvent(
        UUID eventId, UUID recipientId, Type type, Channel channel, String source, Integer numberIndex, Instant at) {

    public SubscriberEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(recipientId, "recipientId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(at, "at");
    }

    /** What happened. */
    public enum Type {
        OPTED_OUT,
        NUMBER_DEAD,
        CONSENT_GIVEN,
        CONSENT_WITHDRAWN
    }
}
