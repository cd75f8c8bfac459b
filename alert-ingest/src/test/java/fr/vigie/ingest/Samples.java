package fr.vigie.ingest;

import static io.restassured.RestAssured.given;

import fr.vigie.testing.TestTokens;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Requests that are right, for tests to send or to spoil. */
public final class Samples {
    public static final String ALERTS = "/api/v1/alerts";
    public static final String REPORTS = "/api/v1/reports";
    public static final String CANTAL = TestTokens.bearer("referent", "15");

    private Samples() {}

    public static Map<String, Object> alert() {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("kind", "SCOUTING");
        alert.put("urgency", "URGENT");
        alert.put("trades", List.of("JEWELLER"));
        alert.put("area", Map.of("type", "COMMUNES", "codes", List.of("15014")));
        alert.put("texts", texts("Repérage signalé, bijouteries. Un doute: composez le 17.", "Repérage signalé."));
        alert.put("channels", List.of("SMS", "VOICE"));
        alert.put("authority", "Gendarmerie du Cantal");
        alert.put("expires", inHours(2));
        return alert;
    }

    public static Map<String, Object> alertWith(String field, Object value) {
        Map<String, Object> alert = alert();
        if (value == null) {
            alert.remove(field);
        } else {
            alert.put(field, value);
        }
        return alert;
    }

    public static Map<String, Object> texts(String sms, String voice) {
        Map<String, Object> texts = new LinkedHashMap<>();
        texts.put("sms", sms);
        texts.put("voice", voice);
        return texts;
    }

    public static String inHours(long hours) {
        OffsetDateTime now = Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(1));
        return now.plusHours(hours).toString();
    }

    public static Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("kind", "SCOUTING");
        report.put("modusOperandi", "faux clients");
        report.put("observedAt", inHours(-1));
        report.put("place", Map.of("commune", "15014", "lat", 44.9285, "lon", 2.4435, "description", "rue piétonne"));
        report.put("description", "Plusieurs passages devant les vitrines.");
        return report;
    }

    public static Response post(String bearer, String path, Object body) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    public static Response get(String bearer, String path) {
        return given().header("Authorization", bearer).get(path);
    }

    public static UUID accepted(Map<String, Object> alert) {
        return UUID.fromString(
                post(CANTAL, ALERTS, alert).then().statusCode(202).extract().path("id"));
    }

    public static UUID accepted() {
        return accepted(alert());
    }
}
