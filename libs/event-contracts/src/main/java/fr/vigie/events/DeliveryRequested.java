package fr.vigie.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * One delivery to make: one merchant, one channel.
 *
 * @param deliveryId {@link #idOf}
 * @param alertId the alert
 * @param reference what officers call the alert
 * @param recipientId the merchant; also the context that the numbers are encrypted with
 * @param channel channel of this delivery
 * @param urgency lane
 * @param status meant or practised
 * @param authority the voice of the message
 * @param text the words for this channel
 * @param numbers encrypted numbers, best first; the further ones are further attempts
 * @param sent when the alert was accepted
 * @param expires nothing is handed over after this
 * @param chunk number of the registry's chunk, from 0
 * @param position place in the chunk, from 0; echoed so that the registry can tick it off; a fallback
 *     keeps the place of the delivery that failed
 * @param fallback what to try when this delivery has finally failed; null for nothing
 * @param fallbackOf the delivery that failed and led to this one; null for a first choice
 * @param quietHours when the merchant never wants to be called; null where nothing was said
 */
public record DeliveryRequested(
        UUID deliveryId,
        UUID alertId,
        String reference,
        UUID recipientId,
        Channel channel,
        Urgency urgency,
        AlertStatus status,
        String authority,
        String text,
        List<String> numbers,
        Instant sent,
        Instant expires,
        int chunk,
        int position,
        Fallback fallback,
        UUID fallbackOf,
        QuietHours quietHours) {

    public DeliveryRequested {
        Objects.requireNonNull(deliveryId, "deliveryId");
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(recipientId, "recipientId");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(urgency, "urgency");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(expires, "expires");
        numbers = List.copyOf(numbers);
    }

    /** To a merchant who said nothing about hours. */
    public DeliveryRequested(
            UUID deliveryId,
            UUID alertId,
            String reference,
            UUID recipientId,
            Channel channel,
            Urgency urgency,
            AlertStatus status,
            String authority,
            String text,
            List<String> numbers,
            Instant sent,
            Instant expires,
            int chunk,
            int position,
            Fallback fallback,
            UUID fallbackOf) {
        this(
                deliveryId,
                alertId,
                reference,
                recipientId,
                channel,
                urgency,
                status,
                authority,
                text,
                numbers,
                sent,
                expires,
                chunk,
                position,
                fallback,
                fallbackOf,
                null);
    }

    /**
     * The other channel.
     *
     * @param channel channel to fall back to
     * @param text the words for it
     * @param numbers encrypted numbers, best first
     */
    public record Fallback(Channel channel, String text, List<String> numbers) {
        public Fallback {
            Objects.requireNonNull(channel, "channel");
            Objects.requireNonNull(text, "text");
            numbers = List.copyOf(numbers);
        }
    }

    /** Numbers and texts are left out: this may stand in a log. */
    @Override
    public String toString() {
        return "DeliveryRequested[deliveryId=" + deliveryId + ", alertId=" + alertId + ", channel=" + channel
                + ", urgency=" + urgency + "]";
    }

    /**
     * The name of the delivery: UUID version 5 (RFC 9562 section 5.5) in the namespace of the alert, of recipient and
     * channel. The same alert resolved again names the same deliveries.
     */
    public static UUID idOf(UUID alertId, UUID recipientId, Channel channel) {
        byte[] name = (recipientId + ":" + channel).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(16 + name.length)
                .putLong(alertId.getMostSignificantBits())
                .putLong(alertId.getLeastSignificantBits())
                .put(name);
        ByteBuffer hash = ByteBuffer.wrap(sha1().digest(input.array()));
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
