package fr.vigie.acceptance.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Follow;
import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;

/** Alerts for tests. The words are the same in all; the area and the trade differ. */
public final class Alerts {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private Alerts() {}

    /** An urgent scouting alert, by text and by telephone. */
    public static ObjectNode scouting(ObjectNode area, String trade, Duration life) {
        ObjectNode alert = MAPPER.createObjectNode();
        alert.put("kind", "SCOUTING").put("urgency", "URGENT").put("authority", "Gendarmerie de la Lozère");
        alert.putArray("trades").add(trade);
        alert.set("area", area);
        alert.putObject("texts")
                .put("sms", "ALERTE 48 - Comportements de repérage signalés. Un doute: composez le 17.")
                .put("voice", "Des repérages sont signalés. Au moindre doute, composez le 17.");
        alert.putArray("channels").add("SMS").add("VOICE");
        alert.put("validationBasis", "Essai: aucun fait réel");
        alert.put("expires", OffsetDateTime.now(PARIS).plus(life).toString());
        return alert;
    }

    /** A circle. */
    public static ObjectNode circle(GeoPoint centre, double radiusMetres) {
        ObjectNode area = MAPPER.createObjectNode();
        area.put("type", "CIRCLE").put("radiusMeters", radiusMetres);
        area.putObject("center").put("lat", centre.latitude()).put("lon", centre.longitude());
        return area;
    }

    /** Whole communes. */
    public static ObjectNode communes(List<String> codes) {
        ObjectNode area = MAPPER.createObjectNode();
        area.put("type", "COMMUNES");
        codes.forEach(area.putArray("codes")::add);
        return area;
    }

    /** Waits until every delivery is final. */
    public static AlertProgress allFinal(WholeSystem system, String alertId, Duration limit) {
        return new Follow(system.api(Service.ALERT_INGEST)).until(alertId, limit, progress -> {});
    }
}
