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
 * @param cancelledAt when its cancel was accepted, so that no delivery need exist; null where it was not cancelled
 * @param silentFrom when every dispatcher must have heard of the cancel, whatever was done to it; null where it was not
 *     cancelled
 * @param calm whether it was raised when every fault was over, so that nothing excuses anything
 * @param text what its texts say
 * @param numbers everybody whom it is for, with the only number of each; no number stands in two alerts
 */
record Raised(
        UUID id,
        String reference,
        Urgency urgency,
        Instant expires,
        Instant cancelledAt,
        Instant silentFrom,
        boolean calm,
        String text,
        Map<UUID, String> numbers) {
    Raised {
        numbers = Map.copyOf(numbers);
    }

    boolean cancelled() {
        return cancelledAt != null;
    }

    Raised asCancelled(Instant at) {
        return new Raised(id, reference, urgency, expires, at, silentFrom, calm, text, numbers);
    }

    /** The same; where it was cancelled, nothing may go out after this. */
    Raised silentFrom(Instant moment) {
        return new Raised(
                id, reference, urgency, expires, cancelledAt, cancelled() ? moment : null, calm, text, numbers);
    }

    Raised inTheCalm() {
        return new Raised(id, reference, urgency, expires, cancelledAt, silentFrom, true, text, numbers);
    }
}
