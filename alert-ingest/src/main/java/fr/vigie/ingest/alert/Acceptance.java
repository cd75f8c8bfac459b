package fr.vigie.ingest.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to an alert that is durable and on its way.
 *
 * @param id the alert
 * @param reference what officers and merchants call it
 * @param status ACCEPTED
 * @param acceptedAt when
 * @param links where to follow it and how to stop it
 */
@Schema(name = "Acceptance")
public record Acceptance(UUID id, String reference, String status, Instant acceptedAt, Map<String, String> links) {
    static Acceptance of(UUID id, String reference, Instant acceptedAt) {
        String self = AlertResource.PATH + "/" + id;
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("progress", self + "/progress");
        links.put("deliveries", self + "/deliveries");
        links.put("cancel", self + "/cancel");
        return new Acceptance(id, reference, "ACCEPTED", acceptedAt, links);
    }
}
