package fr.vigie.ingest.alert;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.alert;
import static fr.vigie.ingest.Samples.alertWith;
import static fr.vigie.ingest.Samples.inHours;
import static fr.vigie.ingest.Samples.post;
import static fr.vigie.ingest.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class BadAlertTest {

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(alertWith("kind", null), "kind", "required"),
                fault(alertWith("urgency", null), "urgency", "required"),
                fault(alertWith("trades", List.of()), "trades", "required"),
                fault(alertWith("trades", List.of("JEWELLER", "ALCHEMIST")), "trades[1]", "known trade"),
                fault(alertWith("trades", List.of("JEWELLER", "JEWELLER")), "trades[1]", "no doubles"),
                fault(alertWith("trades", List.of("JEWELLER", "FARMER")), "trades", "one audience"),
                fault(alertWith("area", null), "area", "required"),
                fault(area(Map.of("codes", List.of("15014"))), "area.type", "required"),
                fault(circle(0), "area.radiusMeters", "GEOMETRY_RADIUS_NOT_POSITIVE"),
                fault(circle(-5), "area.radiusMeters", "GEOMETRY_RADIUS_NOT_POSITIVE"),
                fault(circle(200_001), "area.radiusMeters", "GEOMETRY_RADIUS_TOO_LARGE"),
                fault(
                        area(Map.of("type", "CIRCLE", "center", Map.of("lat", 91, "lon", 2), "radiusMeters", 1)),
                        "area.center.lat",
                        "GEOMETRY_LATITUDE_OUT_OF_RANGE"),
                fault(area(Map.of("type", "CIRCLE", "radiusMeters", 10)), "area.center", "required"),
                fault(
                        polygon("[[2,44],[3,45],[3,44],[2,45],[2,44]]"),
                        "area.geometry.coordinates",
                        "GEOMETRY_POLYGON_CROSSES_ITSELF"),
                fault(
                        polygon("[[2,44],[3,44],[3,45],[2,45]]"),
                        "area.geometry.coordinates",
                        "GEOMETRY_POLYGON_NOT_CLOSED"),
                fault(
                        polygon("[[2,44],[3,44],[2,44]]"),
                        "area.geometry.coordinates",
                        "GEOMETRY_POLYGON_TOO_FEW_POINTS"),
                fault(polygon("[[2,44],[3],[3,45],[2,44]]"), "area.geometry.coordinates[0][1]", "[lon, lat]"),
                fault(area(Map.of("type", "COMMUNES", "codes", List.of())), "area.codes", "required"),
                fault(area(Map.of("type", "COMMUNES", "codes", List.of("99999"))), "area.codes[0]", "known commune"),
                fault(
                        area(Map.of("type", "DEPARTEMENTS", "codes", List.of("15", "00"))),
                        "area.codes[1]",
                        "known département"),
                fault(area(Map.of("type", "PRESET", "code", "NOWHERE")), "area.code", "known preset"),
                fault(
                        area(Map.of("type", "COMMUNES", "codes", List.of("15014"), "radiusMeters", 9)),
                        "area.radiusMeters",
                        "not with COMMUNES"),
                fault(alertWith("channels", List.of()), "channels", "required"),
                fault(alertWith("channels", List.of("SMS", "SMS")), "channels[1]", "no doubles"),
                fault(alertWith("texts", Map.of("voice", "Soyez vigilants.")), "texts.sms", "required"),
                fault(alertWith("texts", Map.of("sms", "Soyez vigilants.")), "texts.voice", "required"),
                fault(alertWith("texts", texts("  ", "Soyez vigilants.")), "texts.sms", "not blank"),
                fault(alertWith("texts", texts("a".repeat(1531), "b")), "texts.sms", "max 10 parts"),
                fault(alertWith("texts", texts("ê".repeat(671), "b")), "texts.sms", "max 10 parts"),
                fault(alertWith("texts", texts("a", "b".repeat(2001))), "texts.voice", "max 2000"),
                fault(alertWith("texts", texts("a\u0007b", "b")), "texts.sms", "no control or invisible characters"),
                fault(alertWith("texts", texts("a", "b\u0000")), "texts.voice", "no control or invisible characters"),
                fault(
                        alertWith("texts", texts("50 000\u200B", "b")),
                        "texts.sms",
                        "no control or invisible characters"),
                fault(alertWith("texts", texts("a\u202Eb", "b")), "texts.sms", "no control or invisible characters"),
                fault(alertWith("authority", " "), "authority", "not blank"),
                fault(alertWith("authority", "Appelez le 06 39 98 00 01"), "authority", "no telephone number"),
                fault(alertWith("expires", null), "expires", "required"),
                fault(alertWith("expires", inHours(-1)), "expires", "in the future"),
                fault(alertWith("expires", inHours(73)), "expires", "max 72 h ahead"),
                fault(alertWith("messageType", "UPDATE"), "references", "required"),
                fault(
                        alertWith("references", List.of(UUID.randomUUID())),
                        "references",
                        "only with UPDATE or ALL_CLEAR"),
                fault(alertWith("reportId", UUID.randomUUID()), "reportId", "known report"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("faults")
    void shouldNameFieldAndRule(Map<String, Object> alert, String field, String rule) {
        Response answer = post(CANTAL, ALERTS, alert);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<List<Map<String, String>>>path("errors"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error).containsEntry("field", field).containsEntry("rule", rule);
                    assertThat(error.get("message")).isNotBlank();
                });
    }

    @Test
    void shouldNameUnknownReferenceOfUpdate() {
        Map<String, Object> update = alertWith("messageType", "UPDATE");
        update.put("references", List.of(UUID.randomUUID()));

        post(CANTAL, ALERTS, update)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("references[0]"))
                .body("errors[0].rule", equalTo("known alert"));
    }

    @Test
    void shouldNameAllFaultsAtOnce() {
        Map<String, Object> alert = alertWith("kind", null);
        alert.put("expires", inHours(-1));
        alert.put("texts", texts("", "Préjudice: 500 €"));

        List<String> fields = post(CANTAL, ALERTS, alert)
                .then()
                .statusCode(422)
                .body("code", equalTo("INVALID_FIELD"))
                .extract()
                .path("errors.field");

        assertThat(fields).containsExactlyInAnyOrder("kind", "expires", "texts.sms", "texts.voice");
    }

    @Test
    void shouldRefuseAmountOfMoneyAndSayWhere() {
        Response answer = post(CANTAL, ALERTS, alertWith("texts", texts("Vol de 12 000 euros à Aurillac.", "Vol.")));

        answer.then()
                .statusCode(422)
                .body("code", equalTo("AMOUNT_OF_MONEY"))
                .body("errors[0].field", equalTo("texts.sms"))
                .body("errors[0].rule", equalTo("AMOUNT_OF_MONEY"));
        assertThat(answer.<String>path("errors[0].message"))
                .contains("at characters 8 to 19")
                .doesNotContain("12 000");
    }

    @Test
    void shouldRefuseDrills() {
        post(CANTAL, ALERTS, alertWith("status", "EXERCISE"))
                .then()
                .statusCode(422)
                .body("code", equalTo("DRILLS_NOT_YET"))
                .body("detail", equalTo("Drills are refused until drills have their own recipients"));
    }

    @Test
    void shouldRefuseUnknownFieldWrongTypeAndTooLargeBody() {
        post(CANTAL, ALERTS, alertWith("colour", "red"))
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_FIELD"))
                .body("errors[0].field", equalTo("colour"));
        post(CANTAL, ALERTS, alertWith("urgency", 1))
                .then()
                .statusCode(400)
                .body("code", equalTo("WRONG_TYPE"))
                .body("errors[0].field", equalTo("urgency"));
        post(CANTAL, ALERTS, alertWith("kind", "RUMOUR"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("kind"));
        post(CANTAL, ALERTS, area(Map.of("type", "CIRCLE", "center", Map.of("lat", "north", "lon", 2))))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("area.center.lat"));
        post(CANTAL, ALERTS, "{").then().statusCode(400).body("code", equalTo("MALFORMED_JSON"));
        post(CANTAL, ALERTS, alertWith("modusOperandi", "x".repeat(262_144)))
                .then()
                .statusCode(413);
        post(CANTAL, ALERTS, "").then().statusCode(422).body("errors[0].field", equalTo("body"));
    }

    @Test
    void shouldSurviveNullsEverywhere() {
        for (String field : alert().keySet()) {
            Map<String, Object> alert = alert();
            alert.put(field, null);
            assertThat(post(CANTAL, ALERTS, alert).statusCode()).as(field).isIn(202, 422);
        }
        for (String field : List.of("trades", "channels", "references")) {
            Response answer = post(CANTAL, ALERTS, alertWith(field, Collections.singletonList(null)));
            assertThat(answer.statusCode()).as(field).isEqualTo(422);
        }
        post(CANTAL, ALERTS, area(Map.of("type", "COMMUNES", "codes", Collections.singletonList(null))))
                .then()
                .statusCode(422);
        post(CANTAL, ALERTS, polygon("null")).then().statusCode(422);
        post(CANTAL, ALERTS, polygon("[null]")).then().statusCode(422);
        post(CANTAL, ALERTS, polygon("[[null,1],[1,2],[2,2],[1,1]]")).then().statusCode(422);
    }

    private static Arguments fault(Map<String, Object> alert, String field, String rule) {
        return Arguments.of(alert, field, rule);
    }

    private static Map<String, Object> area(Map<String, Object> area) {
        return alertWith("area", area);
    }

    private static Map<String, Object> circle(int radius) {
        return area(Map.of("type", "CIRCLE", "center", Map.of("lat", 44.9, "lon", 2.4), "radiusMeters", radius));
    }

    private static Map<String, Object> polygon(String ring) {
        String json = "{\"type\":\"Polygon\",\"coordinates\":[" + ring + "]}";
        return area(Map.of(
                "type",
                "POLYGON",
                "geometry",
                io.restassured.path.json.JsonPath.from(json).getMap("")));
    }
}
