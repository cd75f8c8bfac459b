package fr.vigie.registry.resolution;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** RecipientsResolved on its way out. Said again, it has the same id. */
final class ResolvedEvents {
    private ResolvedEvents() {}

    static OutgoingEvent chunk(UUID alertId, int number, int sms, int voice, Instant at) {
        return event(String.valueOf(number), new RecipientsResolved(alertId, number, sms, voice, false, null, at));
    }

    static OutgoingEvent last(RecipientsResolved totals) {
        return event("last", totals);
    }

    private static OutgoingEvent event(String part, RecipientsResolved event) {
        String id = UUID.nameUUIDFromBytes((event.alertId() + ":" + part).getBytes(StandardCharsets.US_ASCII))
                .toString();
        return OutgoingEvent.of(Topics.RECIPIENTS_RESOLVED, event.alertId(), id, event.at(), event);
    }
}
