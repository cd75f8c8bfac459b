package fr.vigie.ingest.directory;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.alertWith;
import static fr.vigie.ingest.Samples.get;
import static fr.vigie.ingest.Samples.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.vigie.service.Roles;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each story has a département of its own. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class DirectoryTest {
    private static final String DIRECTORY = "/api/v1/directory/";

    @Test
    void shouldShowWhoSpeaksAndWhoSpokeBefore() {
        // Given
        put("63", "63/GENDARMERIE", contact("Gendarmerie d'Auvergne")).statusCode(200);

        // When
        put("63", "63/GENDARMERIE", contact("Gendarmerie du Puy-de-Dôme"))
                .statusCode(200)
                .body("changedBy", equalTo("officer-1"));

        // Then
        String anyOfficer = TestTokens.bearer(Roles.APPROVER, "75");
        get(anyOfficer, DIRECTORY + "63/GENDARMERIE")
                .then()
                .statusCode(200)
                .body("spokenName", equalTo("Gendarmerie du Puy-de-Dôme"))
                .body("unit", equalTo("Groupement"));
        get(anyOfficer, DIRECTORY)
                .then()
                .statusCode(200)
                .body("findAll { it.departement == '63' }.spokenName", contains("Gendarmerie du Puy-de-Dôme"));
        get(anyOfficer, DIRECTORY + "63/GENDARMERIE/history")
                .then()
                .statusCode(200)
                .body("spokenName", contains("Gendarmerie du Puy-de-Dôme", "Gendarmerie d'Auvergne"));
    }

    @Test
    void shouldTakeAContactAwayWithWhatWasToComeAndKeepTheHistory() {
        // Given
        put("03", "03/POLICE", contact("Police de l'Allier")).statusCode(200);
        put("03", "03/POLICE", from(contact("Police de Vichy"), Duration.ofDays(3)))
                .statusCode(200);

        // When
        delete("03", "03/POLICE").statusCode(204);

        // Then
        get(TestTokens.bearer(Roles.AUDITOR, "*"), DIRECTORY + "03/POLICE")
                .then()
                .statusCode(404);
        get(TestTokens.bearer(Roles.AUDITOR, "*"), DIRECTORY + "03/POLICE/history")
                .then()
                .body("size()", equalTo(4))
                .body("findAll { it.spokenName == null }.size()", equalTo(2));
        delete("03", "03/POLICE").statusCode(404);
    }

    @Test
    void shouldSpeakFromTheMomentOnThatWasEntered() {
        put("42", "42/GENDARMERIE", contact("Gendarmerie de la Loire")).statusCode(200);
        put("42", "42/GENDARMERIE", from(contact("Gendarmerie du Forez"), Duration.ofSeconds(3)))
                .statusCode(200);

        String reader = TestTokens.bearer(Roles.REFERENT, "42");
        get(reader, DIRECTORY + "42/GENDARMERIE").then().body("spokenName", equalTo("Gendarmerie de la Loire"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> get(reader, DIRECTORY + "42/GENDARMERIE")
                        .then()
                        .body("spokenName", equalTo("Gendarmerie du Forez")));
    }

    @Test
    void shouldLetOnlyReferentsAndRegistrarsOfTheTerritoryChangeIt() {
        put("15", "63/POLICE", contact("Police")).statusCode(403).body("code", equalTo("OUTSIDE_TERRITORY"));
        delete("15", "63/POLICE").statusCode(403).body("code", equalTo("OUTSIDE_TERRITORY"));
        for (String role : List.of(Roles.APPROVER, Roles.AUDITOR, Roles.INTEGRATION)) {
            put(TestTokens.bearer(role, "63"), contact("Police"), "63/POLICE").statusCode(403);
        }
        get(TestTokens.bearer(Roles.FEDERATION, "*"), DIRECTORY).then().statusCode(403);
        put(TestTokens.bearer(Roles.REGISTRAR, "*"), contact("Police"), "98/POLICE")
                .statusCode(404);
        put("15", "15/ARMY", contact("Armée")).statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spokenName||required",
                "spokenName|Gendarmerie, butin de 3000 euros|AMOUNT_OF_MONEY",
                "spokenName|06 39 98 00 01|no telephone number",
                "spokenName|Gendarmerie, +33 6.39.98.00.01|no telephone number",
                "spokenName|Gen\u0007darmerie|no characters that cannot be seen",
                "unit|Appelez le 01 99 00 12 34|no telephone number",
                "validFrom|2020-01-01T00:00:00+01:00|not in the past",
                "validFrom|2090-01-01T00:00:00+01:00|max a year ahead",
            })
    void shouldRefuseWhatNobodyMaySay(String field, String value, String rule) {
        Map<String, Object> wrong = contact("Gendarmerie");
        wrong.put(field, value);

        ValidatableResponse answer =
                put("15", "15/POLICE", wrong).statusCode(422).body("errors[0].field", equalTo(field));

        if (!rule.startsWith("no characters")) {
            answer.body("errors.rule", hasItem(rule));
        }
    }

    @Test
    void shouldSpeakInTheNameOfTheOfficersForceAndTheAlertsDepartement() {
        // Given
        put("43", "43/GENDARMERIE", contact("Gendarmerie de la Haute-Loire")).statusCode(200);
        put("43", "43/POLICE", contact("Police du Puy-en-Velay")).statusCode(200);
        TestTokens officer = TestTokens.roles(Roles.REFERENT).departements("43");
        Map<String, Object> circle = alertWith("authority", null);
        circle.put(
                "area", Map.of("type", "CIRCLE", "center", Map.of("lat", 45.04, "lon", 3.88), "radiusMeters", 2_000));

        // Then
        authority(officer, alert("43", null)).body("authority", equalTo("Gendarmerie de la Haute-Loire"));
        authority(officer.force("POLICE"), alert("43", null)).body("authority", equalTo("Police du Puy-en-Velay"));
        authority(officer.force("POLICE"), circle).body("authority", equalTo("Police du Puy-en-Velay"));
        authority(officer, alert("43", " gendarmerie de la haute loire"))
                .body("authority", equalTo("Gendarmerie de la Haute-Loire"));
        TestTokens national = officer.departements("*");
        authority(national, alert("43", null)).body("authority", equalTo("Gendarmerie de la Haute-Loire"));
        authority(national, circle).body("authority", equalTo("Gendarmerie nationale"));
        authority(national.force("POLICE"), circle).body("authority", equalTo("Police nationale"));
        authority(national, alert("43", "Ministère de l'Intérieur"))
                .body("authority", equalTo("Ministère de l'Intérieur"));
        post(officer.force("NAVY").bearer(), ALERTS, alert("43", null)).then().statusCode(403);
    }

    @Test
    void shouldKeepTheNameThatAnAlertHadWhenTheContactChanges() {
        put("07", "07/GENDARMERIE", contact("Gendarmerie de l'Ardèche")).statusCode(200);
        TestTokens officer = TestTokens.roles(Roles.REFERENT).departements("07");
        UUID id = accepted(officer, alert("07", null));

        put("07", "07/GENDARMERIE", contact("Gendarmerie du Vivarais")).statusCode(200);

        get(officer.bearer(), ALERTS + "/" + id).then().body("authority", equalTo("Gendarmerie de l'Ardèche"));
        authority(officer, alert("07", null)).body("authority", equalTo("Gendarmerie du Vivarais"));
    }

    @Test
    void shouldNotLetAnOfficerSpeakInTheNameOfAnother() {
        // Given
        put("12", "12/GENDARMERIE", contact("Gendarmerie de l'Aveyron")).statusCode(200);
        String neighbour = TestTokens.bearer(Roles.REFERENT, "81");

        // When nobody is entered for the neighbour
        post(neighbour, ALERTS, alert("81", "GENDARMERIE  de l’Aveyron"))
                .then()
                .statusCode(403)
                .body("code", equalTo("OUTSIDE_TERRITORY"))
                .body("errors[0].field", equalTo("authority"));
        post(neighbour, ALERTS, alert("81", "Gendarmerie du Tarn")).then().statusCode(202);

        // When somebody is
        put("81", "81/GENDARMERIE", contact("Gendarmerie du Tarn")).statusCode(200);
        post(neighbour, ALERTS, alert("81", "Préfecture du Tarn"))
                .then()
                .statusCode(422)
                .body("errors[0].rule", equalTo("contact of the directory"));
        post(neighbour, ALERTS, alert("81", "Gendarmerie du Tarn")).then().statusCode(202);
        post(neighbour, ALERTS, alert("81", "Gendarmerie nationale")).then().statusCode(202);
        get(neighbour, DIRECTORY + "81/POLICE").then().statusCode(404).body("spokenName", nullValue());
    }

    private static Map<String, Object> alert(String departement, String authority) {
        Map<String, Object> alert = alertWith("authority", authority);
        alert.put("area", Map.of("type", "DEPARTEMENTS", "codes", List.of(departement)));
        return alert;
    }

    private static ValidatableResponse authority(TestTokens officer, Map<String, Object> alert) {
        return get(officer.bearer(), ALERTS + "/" + accepted(officer, alert))
                .then()
                .statusCode(200);
    }

    private static UUID accepted(TestTokens officer, Map<String, Object> alert) {
        return UUID.fromString(post(officer.bearer(), ALERTS, alert)
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private static Map<String, Object> contact(String spokenName) {
        Map<String, Object> contact = new HashMap<>();
        contact.put("spokenName", spokenName);
        contact.put("unit", "Groupement");
        return contact;
    }

    private static Map<String, Object> from(Map<String, Object> contact, Duration ahead) {
        contact.put("validFrom", Instant.now().plus(ahead).toString());
        return contact;
    }

    private static ValidatableResponse put(String departement, String path, Object contact) {
        return put(TestTokens.bearer(Roles.REFERENT, departement), contact, path);
    }

    private static ValidatableResponse put(String bearer, Object contact, String path) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(contact)
                .put(DIRECTORY + path)
                .then();
    }

    private static ValidatableResponse delete(String departement, String path) {
        return given().header("Authorization", TestTokens.bearer(Roles.REGISTRAR, departement))
                .delete(DIRECTORY + path)
                .then();
    }
}
