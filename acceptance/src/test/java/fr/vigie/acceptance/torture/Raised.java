package fr.vigie.acceptance.torture;

import fr.vigie.events.Urgency;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An alert that was answered with 202, and so must not be lost.
 *
 * @param id its id
 * @param reference the word by which its texts are told apart at the SMSC
 * @param urgency its lane
 * @param expires nothing is handed over after this
 * @param cancelled whether it was cancelled, so that no delivery need exist
 * @param text what its texts say
 * @param numbers everybody whom it is for, with the only number of each; no number stands in two alerts
 */
record Raised(
        UUID id,
        String reference,
        Urgency urgency,
        Instant expires,
        boolean cancelled,
        String text,
        Map<UUID, String> numbers) {
    Raised {
        numbers = Map.copyOf(numbers);
    }

    Raised asCancelled() {
        return new Raised(id, reference, urgency, expires, true, text, numbers);
    }
}
