package fr.vigie.dispatch.delivery;

import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What an alert says on this channel.
 *
 * @param contentId derived from everything else, so that equal contents are one row
 * @param fallbackChannel null where there is no fallback
 */
public record Content(
        UUID contentId,
        UUID alertId,
        String reference,
        AlertStatus status,
        String authority,
        String body,
        Instant sent,
        Instant expires,
        Channel fallbackChannel,
        String fallbackBody) {

    /** Whether a request says just this; then {@link #of} would give this again, for the price of a digest. */
    public boolean isOf(DeliveryRequested asked) {
        DeliveryRequested.Fallback fallback = asked.fallback();
        return asked.alertId().equals(alertId)
                && asked.text().equals(body)
                && asked.expires().equals(expires)
                && Objects.equals(asked.sent(), sent)
                && asked.status() == status
                && Objects.equals(asked.reference(), reference)
                && Objects.equals(asked.authority(), authority)
                && (fallback == null ? null : fallback.channel()) == fallbackChannel
                && Objects.equals(fallback == null ? null : fallback.text(), fallbackBody);
    }

    /** The content of a request. */
    public static Content of(DeliveryRequested asked) {
        DeliveryRequested.Fallback fallback = asked.fallback();
        Channel fallbackChannel = fallback == null ? null : fallback.channel();
        String fallbackBody = fallback == null ? null : fallback.text();
        UUID id = idOf(List.of(
                asked.alertId(),
                String.valueOf(asked.reference()),
                asked.status(),
                String.valueOf(asked.authority()),
                asked.text(),
                String.valueOf(asked.sent()),
                asked.expires(),
                String.valueOf(fallbackChannel),
                String.valueOf(fallbackBody)));
        return new Content(
                id,
                asked.alertId(),
                asked.reference(),
                asked.status(),
                asked.authority(),
                asked.text(),
                asked.sent(),
                asked.expires(),
                fallbackChannel,
                fallbackBody);
    }

    private static UUID idOf(List<Object> parts) {
        StringBuilder all = new StringBuilder();
        for (Object part : parts) {
            String text = part.toString();
            all.append(text.length()).append(':').append(text); // lengths keep two fields from running into one
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
