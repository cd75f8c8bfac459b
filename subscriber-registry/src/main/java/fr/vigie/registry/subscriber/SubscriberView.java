package fr.vigie.registry.subscriber;

import fr.vigie.events.Channel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A merchant as it is shown. Numbers stand in clear for registrars and are masked for everyone else.
 *
 * @param optedOut channels that the merchant has left
 * @param version for the next change
 */
@Schema(name = "Subscriber")
public record SubscriberView(
        UUID id,
        String name,
        String reference,
        String siret,
        List<String> trades,
        String commune,
        String departement,
        String address,
        SubscriberRequest.Position position,
        List<NumberView> numbers,
        Channel preferredChannel,
        SubscriberRequest.Quiet quietHours,
        SubscriberRequest.Consent consent,
        SubscriberStatus status,
        List<Channel> optedOut,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /**
     * A number.
     *
     * @param number in clear, or {@code •••• 01}
     * @param line MOBILE or FIXED
     * @param dead whether operators said on two different days that it exists no longer: it is left out of alerts
     */
    @Schema(name = "NumberView")
    public record NumberView(String number, String line, String label, boolean dead) {
        @Override
        public String toString() {
            return "NumberView[" + line + "]";
        }
    }

    /** One page; follow {@code nextCursor} until it is absent. */
    @Schema(name = "SubscriberPage")
    public record Page(List<SubscriberView> items, String nextCursor) {}
}
