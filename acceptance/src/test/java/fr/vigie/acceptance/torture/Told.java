package fr.vigie.acceptance.torture;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the system says: the events on the broker, and alert-ingest's answers.
 *
 * @param histories every delivery's events in their order, by delivery
 * @param listed the deliveries that REST lists, by alert
 * @param counters the counters that REST shows, by alert, channel and state; zeros left out
 * @param tooLate how many merchants REST says were left out because their alert expired first, by alert
 * @param left merchants who want no texts or no calls any more, by the registry
 */
record Told(
        Map<UUID, List<DeliveryEvent>> histories,
        Map<UUID, List<Listed>> listed,
        Map<UUID, Map<Channel, Map<DeliveryState, Long>>> counters,
        Map<UUID, Long> tooLate,
        Left left) {

    /** Merchants by what they left. */
    record Left(Set<UUID> texts, Set<UUID> calls) {}

    /** One delivery as REST lists it. */
    record Listed(UUID deliveryId, UUID recipientId, Channel channel, DeliveryState state, boolean possibleDuplicate) {}
}
