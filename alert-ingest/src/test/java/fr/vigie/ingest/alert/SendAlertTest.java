package fr.vigie.ingest.alert;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.Samples.alert;
import static fr.vigie.ingest.Samples.alertWith;
import static fr.vigie.ingest.Samples.get;
import static fr.vigie.ingest.Samples.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertKind;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Area;
import fr.vigie.events.Channel;
import fr.vigie.events.EventJson;
import fr.vigie.events.MessageType;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class SendAlertTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Test
    void shouldStoreAndPublishAcceptedAlert() throws Exception {
        Map<String, Object> request = alert();

        Response answer = post(CANTAL, ALERTS, request);

        String id = answer.then()
                .statusCode(202)
                .body("status", equalTo("ACCEPTED"))
                .body("reference", matchesPattern("A15-\\d{4,}"))
                .extract()
                .path("id");
        assertThat(answer.header("Location")).endsWith(ALERTS + "/" + id);
        assertThat(answer.<Map<String, String>>path("links")).containsEntry("cancel", ALERTS + "/" + id + "/cancel");
        assertThat(rowsWith("SELECT 1 FROM alert WHERE id = $1", UUID.fromString(id)))
                .isEqualTo(1);
        TopicProbe.Received record = published(id);
        assertThat(record.headers()).containsEntry("ce_id", id).containsEntry("ce_type", "fr.vigie.alertaccepted.v1");
        AlertAccepted event = EventJson.read(record.value().getBytes(StandardCharsets.UTF_8), AlertAccepted.class);
        assertThat(event)
                .isEqualTo(new AlertAccepted(
                        UUID.fromString(id),
                        answer.path("reference"),
                        AlertStatus.ACTUAL,
                        MessageType.ALERT,
                        AlertKind.SCOUTING,
                        Urgency.URGENT,
                        List.of("JEWELLER"),
                        new Area.Communes(List.of("15014")),
                        List.of("15"),
                        List.of(Channel.SMS, Channel.VOICE),
                        new AlertAccepted.Texts(
                                "Repérage signalé, bijouteries. Un doute: composez le 17.", "Repérage signalé."),
                        "Gendarmerie du Cantal",
                        OffsetDateTime.parse(answer.<String>path("acceptedAt")).toInstant(),
                        OffsetDateTime.parse((String) request.get("expires")).toInstant(),
                        List.of(),
                        "officer-1"));
    }

    @Test
    void shouldHandOutTextsOnlyOfChosenChannelsAndSpeakForConfiguredAuthority() throws Exception {
        Map<String, Object> request = alertWith("channels", List.of("VOICE"));
        request.remove("authority");

        String id = accepted(request).toString();

        AlertAccepted event =
                EventJson.read(published(id).value().getBytes(StandardCharsets.UTF_8), AlertAccepted.class);
        assertThat(event.texts().sms()).isNull();
        assertThat(event.texts().voice()).isEqualTo("Repérage signalé.");
        assertThat(event.authority()).isEqualTo("Gendarmerie nationale");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"CIRCLE\",\"center\":{\"lat\":44.9,\"lon\":2.4},\"radiusMeters\":3000}"
                        + "|{\"type\":\"CIRCLE\",\"lat\":44.9,\"lon\":2.4,\"radiusMeters\":3000.0}",
                "{\"type\":\"POLYGON\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[2,44],[3,44],[3,45],[2,44]]]}}"
                        + "|{\"type\":\"POLYGON\",\"ring\":[[2.0,44.0],[3.0,44.0],[3.0,45.0],[2.0,44.0]]}",
                "{\"type\":\"DEPARTEMENTS\",\"codes\":[\"15\"]}|{\"type\":\"DEPARTEMENTS\",\"codes\":[\"15\"]}"
            })
    void shouldPublishEveryKindOfArea(String requested, String published) {
        Map<String, Object> request = alertWith(
                "area", io.restassured.path.json.JsonPath.from(requested).getMap(""));

        String id = accepted(request).toString();

        assertThat(published(id).value()).contains("\"area\":" + published);
        get(CANTAL, ALERTS + "/" + id).then().body("area.type", equalTo(((Map<?, ?>) request.get("area")).get("type")));
    }

    @Test
    void shouldTakePresetForItsDepartementsWhenSentNationally() {
        String everywhere = TestTokens.bearer("approver", "*");

        Response answer =
                post(everywhere, ALERTS, alertWith("area", Map.of("type", "PRESET", "code", "PETITE_COURONNE")));

        assertThat(answer.<String>path("reference")).matches("AFR-\\d{4,}");
        assertThat(published(answer.path("id")).value())
                .contains("{\"type\":\"DEPARTEMENTS\",\"codes\":[\"75\",\"92\",\"93\",\"94\"]}")
                .contains("\"territory\":[\"*\"]");
    }

    @Test
    void shouldCountReferencesPerDepartementAndMarkRobberies() {
        String first = reference(alertWith("kind", "ARMED_ROBBERY"));
        String second = reference(alert());

        assertThat(first).startsWith("R15-");
        assertThat(second).startsWith("A15-");
        assertThat(number(second)).isGreaterThan(number(first));
    }

    @Test
    void shouldGiveSameAnswerWhenSameRequestComesAgain() {
        Map<String, Object> request = alert();
        String key = UUID.randomUUID().toString();
        Response first = sendWith(key, request, CANTAL);

        Response second = sendWith(key, request, CANTAL);

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body().asString()).isEqualTo(first.body().asString());
    }

    @Test
    void shouldRefuseKeyThatCameWithAnotherBody() {
        String key = UUID.randomUUID().toString();
        sendWith(key, alert(), CANTAL).then().statusCode(202);

        Response second = sendWith(key, alertWith("urgency", "BULK"), CANTAL);

        second.then().statusCode(409).body("code", equalTo("IDEMPOTENCY_CONFLICT"));
    }

    @Test
    void shouldKeepKeysOfOfficersApart() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = alert();
        String first = sendWith(key, request, CANTAL).path("id");

        String second = sendWith(
                        key,
                        request,
                        TestTokens.roles("referent")
                                .departements("15")
                                .subject("officer-2")
                                .bearer())
                .path("id");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void shouldLeaveKeyFreeWhenRequestWasRefused() {
        String key = UUID.randomUUID().toString();
        sendWith(key, alertWith("trades", List.of("ALCHEMIST")), CANTAL).then().statusCode(422);

        Response corrected = sendWith(key, alert(), CANTAL);

        corrected.then().statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "clé"})
    void shouldRefuseKeyThatIsNotVisibleAscii(String key) {
        sendWith(key, alert(), CANTAL)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("Idempotency-Key"))
                .body("errors[0].rule", equalTo("1 to 200 visible ASCII characters"));
    }

    @Test
    void shouldRefuseKeyOfMoreThan200Characters() {
        sendWith("k".repeat(201), alert(), CANTAL).then().statusCode(422);
        sendWith("k".repeat(168) + UUID.randomUUID().toString().replace("-", ""), alert(), CANTAL)
                .then()
                .statusCode(202);
    }

    @Test
    void shouldMakeOneAlertWhenSameRequestComesManyTimesAtOnce() throws Exception {
        Map<String, Object> request = alert();
        String key = UUID.randomUUID().toString();
        ExecutorService senders = Executors.newFixedThreadPool(8);
        List<Future<Response>> answers = senders.invokeAll(IntStream.range(0, 8)
                .<Callable<Response>>mapToObj(i -> () -> sendWith(key, request, CANTAL))
                .toList());
        senders.shutdown();

        List<String> ids = new java.util.ArrayList<>();
        for (Future<Response> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(202);
            ids.add(answer.get().path("id"));
        }
        assertThat(ids).containsOnly(ids.get(0));
        assertThat(rowsWith("SELECT 1 FROM idempotency WHERE key = $1", key)).isEqualTo(1);
    }

    @Test
    void shouldRefuseListedAreaOutsideTerritoryAndNameIt() {
        Map<String, Object> area = Map.of("type", "DEPARTEMENTS", "codes", List.of("15", "35", "48"));

        Response answer = post(CANTAL, ALERTS, alertWith("area", area));

        answer.then()
                .statusCode(403)
                .body("code", equalTo("OUTSIDE_TERRITORY"))
                .body("detail", equalTo("The token's territory does not cover 35, 48"))
                .body("errors[0].field", equalTo("area"));
    }

    @Test
    void shouldRefuseCommuneAndPresetOutsideTerritory() {
        post(CANTAL, ALERTS, alertWith("area", Map.of("type", "COMMUNES", "codes", List.of("35238"))))
                .then()
                .statusCode(403);
        post(CANTAL, ALERTS, alertWith("area", Map.of("type", "PRESET", "code", "PETITE_COURONNE")))
                .then()
                .statusCode(403);
    }

    @Test
    void shouldRefuseTokenWithoutTerritoryEvenForCircle() {
        Map<String, Object> circle =
                Map.of("type", "CIRCLE", "center", Map.of("lat", 44.9, "lon", 2.4), "radiusMeters", 100);

        post(TestTokens.bearer("referent"), ALERTS, alertWith("area", circle))
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registrar", "auditor", "operator", "federation"})
    void shouldRefuseRoleThatMayNotSend(String role) {
        post(TestTokens.bearer(role, "15"), ALERTS, alert())
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void shouldAskForToken() {
        given().contentType("application/json")
                .body(alert())
                .post(ALERTS)
                .then()
                .statusCode(401);
        post(TestTokens.roles("referent").departements("15").expired().bearer(), ALERTS, alert())
                .then()
                .statusCode(401);
    }

    @Test
    void shouldShowAlertsOnlyInsideTerritory() {
        String id = accepted().toString();
        String elsewhere = TestTokens.roles("referent")
                .departements("35")
                .subject("officer-35")
                .bearer();

        get(elsewhere, ALERTS + "/" + id).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        get(elsewhere, ALERTS).then().statusCode(200).body("items.id", not(hasItem(id)));
        get(CANTAL, ALERTS).then().statusCode(200).body("items.id", hasItem(id));
        get(TestTokens.bearer("auditor", "*"), ALERTS + "/" + id)
                .then()
                .statusCode(200)
                .body("progress.phase", equalTo("RESOLVING"))
                .body("texts.voice", equalTo("Repérage signalé."));
    }

    @Test
    void shouldAnswerNotFoundForUnknownId() {
        String unknown = ALERTS + "/" + UUID.randomUUID();

        get(CANTAL, unknown).then().statusCode(404);
        get(CANTAL, unknown + "/deliveries").then().statusCode(404);
        get(CANTAL, unknown + "/progress").then().statusCode(404);
        post(CANTAL, unknown + "/cancel", Map.of()).then().statusCode(404);
        get(CANTAL, ALERTS + "/no-uuid").then().statusCode(404);
    }

    @Test
    void shouldPageThroughAlertsNewestFirstWithoutLossOrDouble() {
        List<String> sent =
                IntStream.range(0, 5).mapToObj(i -> accepted().toString()).toList();
        List<String> seen = new java.util.ArrayList<>();
        String cursor = null;
        do {
            Response page = get(CANTAL, ALERTS + "?limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
            seen.addAll(page.path("items.id"));
            cursor = page.path("next");
        } while (cursor != null && !seen.containsAll(sent));

        assertThat(seen).doesNotHaveDuplicates().containsAll(sent);
        assertThat(seen.indexOf(sent.get(4))).isLessThan(seen.indexOf(sent.get(0)));
        get(CANTAL, ALERTS + "?cursor=nonsense").then().statusCode(422);
    }

    private static Response sendWith(String key, Object body, String bearer) {
        return given().header("Authorization", bearer)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(ALERTS);
    }

    private static String reference(Map<String, Object> alert) {
        return post(CANTAL, ALERTS, alert).then().statusCode(202).extract().path("reference");
    }

    private static int number(String reference) {
        return Integer.parseInt(reference.substring(reference.indexOf('-') + 1));
    }

    private int rowsWith(String sql, Object value) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(value))
                .await()
                .atMost(LIMIT)
                .size();
    }

    private static TopicProbe.Received published(String id) {
        try (TopicProbe probe = TopicProbe.open()) {
            return probe.await(LIMIT, Topics.ALERT_ACCEPTED, id, 1).get(0);
        }
    }
}
