package fr.vigie.registry.subscriber;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.SubscriberEvent.Type;
import fr.vigie.events.Topics;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.DatabaseScan;
import fr.vigie.registry.Merchants;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class SubscriberApiTest {
    private static final String CONSENT =
            "\"consent\":{\"source\":\"STATION\",\"proof\":\"formulaire\",\"at\":\"2026-01-05T10:00:00+01:00\"}";
    private static final String SHOP = """
            {"name":"Bijouterie des Arcades","siret":"73282932000074","trades":["JEWELLER"],"commune":"15014",
             "address":"3 rue des Carmes","position":{"lat":44.9285,"lon":2.4435,"precision":"ADDRESS"},
             "numbers":[{"number":"06 39 98 00 01","label":"gérante"},{"number":"04 65 71 00 02"}],%s}
            """.formatted(CONSENT);

    @Inject
    Merchants merchants;

    @Inject
    Pool pool;

    @Inject
    DatabaseScan scan;

    @BeforeEach
    void empty() {
        merchants.clear();
    }

    @Test
    void shouldShowWhatWasEnrolledWhenAskedByARegistrar() {
        // When
        String id = enrolled(SHOP);

        // Then
        get(registrar("15"), id)
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("name", equalTo("Bijouterie des Arcades"))
                .body("departement", equalTo("15"))
                .body("trades", contains("JEWELLER"))
                .body("position.precision", equalTo("ADDRESS"))
                .body("numbers.number", contains("+33639980001", "+33465710002"))
                .body("numbers.line", contains("MOBILE", "FIXED"))
                .body("numbers[0].label", equalTo("gérante"))
                .body("consent.source", equalTo("STATION"))
                .body("status", equalTo("ACTIVE"));
    }

    @Test
    void shouldMaskNumbersWhenAskedByAnyoneElse() {
        String id = enrolled(SHOP);

        get(TestTokens.bearer("referent", "15"), id)
                .statusCode(200)
                .body("numbers.number", contains("•••• 01", "•••• 02"));
    }

    @Test
    void shouldKeepNumbersEncryptedWhenTheyAreStored() {
        String id = enrolled(SHOP);

        assertThat(scan.columnsWith("639980001", "39 98 00 01", "465710002")).isEmpty();
        assertThat(scan.columnsWith(id)).isNotEmpty();
    }

    @Test
    void shouldNotTellOfAMerchantWhoIsOutsideTheTerritory() {
        String id = enrolled(SHOP);

        get(registrar("48"), id).statusCode(404);
        put(registrar("48"), id, SHOP.replace("," + CONSENT, ",\"version\":0").replace("15014", "48095"))
                .statusCode(404);
        given().header("Authorization", registrar("48"))
                .delete("/api/v1/subscribers/" + id)
                .then()
                .statusCode(404);
        given().header("Authorization", registrar("48"))
                .contentType("application/json")
                .body(
                        "{\"action\":\"WITHDRAW\",\"source\":\"PHONE\",\"proof\":\"appel\",\"at\":\"2026-01-06T10:00:00Z\"}")
                .post("/api/v1/subscribers/" + id + "/consent")
                .then()
                .statusCode(404);
        get(registrar("15"), id).body("status", equalTo("ACTIVE"));
        post(registrar("48"), SHOP.replace("73282932000074", "35600000000048"))
                .statusCode(403)
                .body("code", equalTo("OUTSIDE_TERRITORY"));
        list(registrar("48"), "").body("items", hasSize(0));
        list(registrar("48"), "?departement=15").statusCode(403);
    }

    @Test
    void shouldRefuseTheRoleWhenItMayOnlyRead() {
        post(TestTokens.bearer("referent", "15"), SHOP).statusCode(403);
        post("", SHOP).statusCode(401);
        list(TestTokens.bearer("federation", "*"), "").statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"JEWELLER\"|\"ALCHEMIST\"|trades[0]|TRADE_UNKNOWN",
                "\"15014\"|\"15999\"|commune|COMMUNE_UNKNOWN",
                "73282932000074|73282932000075|siret|SIRET_INVALID",
                "des Arcades|des\\u200BArcades|name|TEXT_NOT_PRINTABLE",
                "des Arcades|des\\uD800Arcades|name|TEXT_NOT_PRINTABLE",
                "rue des|rue\\u202Edes|address|TEXT_NOT_PRINTABLE",
                "06 39 98 00 01|17|numbers[0].number|NUMBER_EMERGENCY",
                "04 65 71 00 02|06 39 98 00 01|numbers[1].number|NUMBER_TWICE",
                "44.9285|144.9285|position.lat|GEOMETRY_LATITUDE_OUT_OF_RANGE",
                "3 rue des Carmes|appeler le 06 39 98 00 03|address|TEXT_HOLDS_NUMBER",
                "2026-01-05|2036-01-05|consent.at|CONSENT_IN_FUTURE",
                "2026-01-05|-999999999-01-05|consent.at|CONSENT_TOO_OLD",
            })
    void shouldNameFieldAndRuleWhenAFieldIsWrong(String good, String bad, String field, String rule) {
        post(registrar("15"), SHOP.replace(good, bad))
                .statusCode(422)
                .body("errors.field", contains(field))
                .body("errors.rule", contains(rule));
    }

    @Test
    void shouldKeepTheHoursInWhichAMerchantNeverWantsToBeCalled() {
        // Given
        String quiet = SHOP.replace(CONSENT, "\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:30\"}," + CONSENT);

        // When
        String id = enrolled(quiet);

        // Then
        get(registrar("15"), id).body("quietHours.from", equalTo("22:00")).body("quietHours.to", equalTo("07:30"));
        put(registrar("15"), id, SHOP.replace("," + CONSENT, ",\"version\":0")).statusCode(200);
        get(registrar("15"), id).body("quietHours", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22:00|24:00|quietHours.to|TIME_OF_DAY",
                "7h|08:00|quietHours.from|TIME_OF_DAY",
                "08:00|08:00|quietHours.to|QUIET_HOURS_EMPTY",
                "08:00||quietHours.to|required",
            })
    void shouldRefuseHoursThatAreNone(String from, String to, String field, String rule) {
        String hours =
                "\"quietHours\":{\"from\":\"%s\",\"to\":%s}".formatted(from, to == null ? "null" : "\"" + to + "\"");

        post(registrar("15"), SHOP.replace(CONSENT, hours + "," + CONSENT))
                .statusCode(422)
                .body("errors.field", contains(field))
                .body("errors.rule", contains(rule));
    }

    @Test
    void shouldRefuseUnknownFieldsAndMissingOnes() {
        post(registrar("15"), "{\"colour\":1}").statusCode(400).body("code", equalTo("UNKNOWN_FIELD"));
        post(registrar("15"), "{}")
                .statusCode(422)
                .body("code", equalTo("MISSING_FIELD"))
                .body("errors.field", containsInAnyOrder("name", "commune", "trades", "numbers", "consent"));
    }

    @Test
    void shouldRefuseTheSameMerchantWhenEnrolledTwice() {
        enrolled(SHOP);

        post(registrar("15"), SHOP).statusCode(409).body("code", equalTo("CONFLICT"));
    }

    @Test
    void shouldReplaceOnlyTheVersionThatWasRead() {
        // Given
        String id = enrolled(SHOP);
        String changed = SHOP.replace("," + CONSENT, "")
                .replace("des Arcades", "du Marché")
                .replace("{\"number\":\"06 39 98 00 01\",\"label\":\"gérante\"},", "");
        String etag = get(registrar("15"), id).extract().header("ETag");

        // When
        ValidatableResponse first = given().header("Authorization", registrar("15"))
                .header("If-Match", etag)
                .contentType("application/json")
                .body(changed)
                .put("/api/v1/subscribers/" + id)
                .then();
        ValidatableResponse second = put(registrar("15"), id, changed.replace("\"name\"", "\"version\":0,\"name\""));

        // Then
        first.statusCode(200).body("name", equalTo("Bijouterie du Marché")).body("version", equalTo(1));
        second.statusCode(409);
        get(registrar("15"), id).body("numbers.number", contains("+33465710002"));
        put(registrar("15"), id, changed).statusCode(422).body("errors.field", contains("version"));
    }

    @Test
    void shouldKeepTheRecordAndSayItWhenAMerchantLeaves() {
        // Given
        String id = enrolled(SHOP);

        // When
        given().header("Authorization", registrar("15"))
                .delete("/api/v1/subscribers/" + id)
                .then()
                .statusCode(204);

        // Then
        get(registrar("15"), id).statusCode(200).body("status", equalTo("WITHDRAWN"));
        list(registrar("15"), "?status=ACTIVE").body("items.id", not(hasItem(id)));
        try (TopicProbe probe = TopicProbe.open()) {
            assertThat(probe.await(Duration.ofSeconds(10), Topics.SUBSCRIBER_EVENTS, id, 2))
                    .extracting(one -> Alerts.read(one, SubscriberEvent.class).type())
                    .containsExactly(Type.CONSENT_GIVEN, Type.CONSENT_WITHDRAWN);
        }
    }

    @Test
    void shouldTakeTheMerchantUpAgainWhenConsentIsGivenLater() {
        String id = enrolled(SHOP);
        consent(
                        id,
                        "{\"action\":\"WITHDRAW\",\"channel\":\"SMS\",\"source\":\"SMS\",\"proof\":\"STOP\",\"at\":\"2026-02-01T10:00:00Z\"}")
                .statusCode(200)
                .body("optedOut", contains("SMS"))
                .body("status", equalTo("ACTIVE"));
        consent(
                        id,
                        "{\"action\":\"WITHDRAW\",\"source\":\"PHONE\",\"proof\":\"appel\",\"at\":\"2026-02-02T10:00:00Z\"}")
                .statusCode(200)
                .body("status", equalTo("WITHDRAWN"));

        consent(id, "{\"action\":\"GIVE\",\"source\":\"STATION\",\"proof\":\"fiche\",\"at\":\"2026-02-03T10:00:00Z\"}")
                .statusCode(200)
                .body("status", equalTo("ACTIVE"))
                .body("optedOut", hasSize(0));
    }

    @Test
    void shouldKeepThatANumberIsDeadUntilConsentIsGivenAnew() {
        // Given
        String id = enrolled(SHOP);
        pool.query("UPDATE subscriber_number SET found_dead_at = '2026-01-30', dead_at = '2026-02-01'")
                .execute()
                .await()
                .indefinitely();

        // When, then
        put(registrar("15"), id, SHOP.replace("," + CONSENT, ",\"version\":0"))
                .statusCode(200)
                .body("numbers.dead", everyItem(equalTo(true)));
        consent(id, "{\"action\":\"GIVE\",\"source\":\"STATION\",\"proof\":\"fiche\",\"at\":\"2026-02-03T10:00:00Z\"}")
                .statusCode(200)
                .body("numbers.dead", everyItem(equalTo(false)));
        get(registrar("15"), id).body("numbers.dead", everyItem(equalTo(false)));
    }

    @Test
    void shouldPageThroughAllWhenTheCursorIsFollowed() {
        // Given
        merchants.store(Merchants.many(25, each -> {}));
        merchants.store(Merchants.many(5, each -> each.trades("BAKERY")));
        merchants.store(Merchants.many(5, each -> each.commune("48095", "48")));

        // When
        Response first =
                list(registrar("15"), "?limit=20&trade=JEWELLER").extract().response();
        String cursor = first.path("nextCursor");

        // Then
        first.then().statusCode(200).body("items", hasSize(20));
        list(registrar("15"), "?limit=20&trade=JEWELLER&cursor=" + cursor)
                .body("items", hasSize(5))
                .body("nextCursor", nullValue())
                .body("items.id", not(hasItem(first.<String>path("items[19].id"))));
        list(registrar("*"), "?departement=48").body("items", hasSize(5));
        list(registrar("15"), "?cursor=nonsense").statusCode(422);
    }

    private static String registrar(String departement) {
        return TestTokens.bearer("registrar", departement);
    }

    private static String enrolled(String json) {
        return post(registrar("15"), json).statusCode(201).extract().path("id");
    }

    private static ValidatableResponse post(String bearer, String json) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(json)
                .post("/api/v1/subscribers")
                .then();
    }

    private static ValidatableResponse put(String bearer, String id, String json) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(json)
                .put("/api/v1/subscribers/" + id)
                .then();
    }

    private static ValidatableResponse consent(String id, String json) {
        return given().header("Authorization", registrar("15"))
                .contentType("application/json")
                .body(json)
                .post("/api/v1/subscribers/" + id + "/consent")
                .then();
    }

    private static ValidatableResponse get(String bearer, String id) {
        return given().header("Authorization", bearer)
                .get("/api/v1/subscribers/" + id)
                .then();
    }

    private static ValidatableResponse list(String bearer, String query) {
        return given().header("Authorization", bearer)
                .get("/api/v1/subscribers" + query)
                .then();
    }
}
