package fr.vigie.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** The alert that reaches the sample jewellers. */
public final class SampleAlert {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private SampleAlert() {}

    /** The body for {@code POST /api/v1/alerts}. */
    public static ObjectNode reaching(SampleMerchants merchants) {
        ObjectNode alert = MAPPER.createObjectNode();
        alert.put("kind", "SCOUTING").put("urgency", "URGENT").put("authority", "Gendarmerie du Cantal");
        alert.putArray("trades").add("JEWELLER");
        ObjectNode area = alert.putObject("area").put("type", "CIRCLE").put("radiusMeters", merchants.radiusMetres());
        area.putObject("center")
                .put("lat", SampleMerchants.CENTRE.latitude())
                .put("lon", SampleMerchants.CENTRE.longitude());
        alert.putObject("texts")
                .put(
                        "sms",
                        "ALERTE GENDARMERIE 15 - Comportements de repérage signalés, bijouteries d'AURILLAC. Soyez"
                                + " vigilants. Un doute: composez le 17.")
                .put(
                        "voice",
                        "Des repérages sont signalés près des bijouteries d'Aurillac. Au moindre doute, composez le 17.");
        alert.putArray("channels").add("SMS").add("VOICE");
        alert.put("validationBasis", "Démonstration: aucun fait réel");
        alert.put(
                "expires",
                OffsetDateTime.now(PARIS)
                        .plusHours(2)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        return alert;
    }
}
