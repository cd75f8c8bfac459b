package fr.vigie.events;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Something happened that changes whether or how a merchant may be reached. Whom it is about is said by {@code
 * recipientId}, or by {@code numberDigest} where only the number is known: one of the two, never both.
 *
 * @param eventId identity of the event
 * @param recipientId the merchant; null where only a number is known
 * @param type what happened
 * @param channel the channel that it concerns; null for all
 * @param source how it was said: {@code SMS_STOP}, {@code VOICE_KEY_9}, {@code CARRIER}, {@code REGISTRAR}, {@code IMPORT}
 * @param numberIndex which of the delivery's numbers, from 0, for {@link Type#NUMBER_DEAD}; null otherwise
 * @param at when
 * @param numberDigest blind index of the number, 64 lower-case hexadecimal digits: every merchant who has that number is
 *     meant; null where the merchant is known
 */
public record SubscriberEvent(
        UUID eventId,
        UUID recipientId,
        Type type,
        Channel channel,
        String source,
        Integer numberIndex,
        Instant at,
        String numberDigest) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public SubscriberEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(at, "at");
        if ((recipientId == null) == (numberDigest == null)) {
            throw new IllegalArgumentException("either a recipient or the digest of a number");
        }
        if (numberDigest != null && !DIGEST.matcher(numberDigest).matches()) {
            throw new IllegalArgumentException("the digest of a number has 64 lower-case hexadecimal digits");
        }
    }

    /** An event about a merchant who is known. */
    public static SubscriberEvent ofRecipient(
            UUID eventId,
            UUID recipientId,
            Type type,
            Channel channel,
            String source,
            Integer numberIndex,
            Instant at) {
        return new SubscriberEvent(eventId, recipientId, type, channel, source, numberIndex, at, null);
    }

    /** An event about whoever has a number. */
    public static SubscriberEvent ofNumber(
            UUID eventId, String numberDigest, Type type, Channel channel, String source, Instant at) {
        return new SubscriberEvent(eventId, null, type, channel, source, null, at, numberDigest);
    }

    /** What happened. */
    public enum Type {
        OPTED_OUT,
        NUMBER_DEAD,
        CONSENT_GIVEN,
        CONSENT_WITHDRAWN
    }
}
