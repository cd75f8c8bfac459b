package fr.vigie.acceptance.system;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.standalone.client.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A delivery as alert-ingest tells it.
 *
 * @param handedOver whether an operator took it
 * @param fallbackOf whether it stands for one that failed on the other channel
 */
public record Delivery(
        UUID recipientId,
        Channel channel,
        DeliveryState state,
        String reason,
        boolean handedOver,
        boolean possibleDuplicate,
        boolean fallbackOf) {

    /** Every delivery of an alert. */
    public static List<Delivery> all(Api ingest, String alertId) {
        List<Delivery> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ingest.get("/api/v1/alerts/" + alertId + "/deliveries?limit=1000"
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> all.add(of(item)));
            cursor = page.path("next").asText(null);
        }
        return all;
    }

    private static Delivery of(JsonNode item) {
        return new Delivery(
                UUID.fromString(item.path("recipientId").asText()),
                Channel.valueOf(item.path("channel").asText()),
                DeliveryState.valueOf(item.path("state").asText()),
                item.path("reason").asText(""),
                item.path("handedOverAt").isTextual(),
                item.path("possibleDuplicate").asBoolean(),
                item.path("fallbackOf").isTextual());
    }
}
