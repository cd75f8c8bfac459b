package fr.vigie.registry.importing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import fr.vigie.registry.DatabaseScan;
import fr.vigie.registry.Merchants;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class ImportTest {
    private static final String HEADER = "reference;name;siret;trades;commune;postcode;address;lat;lon;number1;number2;"
            + "number3;consent_source;consent_proof;consent_at\n";
    private static final String GOOD = HEADER
            + "a-1;Bijouterie A;73282932000074;JEWELLER;15014;;1 rue X;44.92;2.44;06 39 98 10 01;04 65 71 10 01;;STATION;fiche 1;2026-01-05\n"
            + "a-2;Tabac B;;TOBACCONIST|PRESS;Aurillac;15000;\"2 rue \"\"Y\"\"; bis\";;;06 39 98 10 02;;;PHONE;fiche 2;05/01/2026\n"
            + "a-3;Pharmacie C;;PHARMACIST;15014;;;44,93;2,45;04 65 71 10 03;;;ONLINE;fiche 3;2026-01-05T10:00:00+01:00\n";
    private static final String BAD = "a-4;;1234;ALCHEMIST;99999;;;x;;17;;;STATION;fiche;2026-01-05\n";

    @Inject
    Merchants merchants;

    @Inject
    DatabaseScan scan;

    @Inject
    Pool pool;

    @BeforeEach
    void empty() {
        merchants.clear();
    }

    @Test
    void shouldStoreAllWhenEveryLineIsGood() {
        imported("all-or-nothing", GOOD)
                .statusCode(200)
                .body("lines", equalTo(3))
                .body("imported", equalTo(3))
                .body("updated", equalTo(0))
                .body("rejected", equalTo(0));

        assertThat(count("SELECT count(*) FROM subscriber")).isEqualTo(3);
        assertThat(count("SELECT count(*) FROM subscriber WHERE commune = '15014'"))
                .isEqualTo(3);
        assertThat(count("SELECT count(*) FROM subscriber_trade")).isEqualTo(4);
        assertThat(count("SELECT count(*) FROM subscriber_number")).isEqualTo(4);
        assertThat(scan.columnsWith("639981001", "39 98 10 01", "465711003")).isEmpty();
    }

    @Test
    void shouldStoreNothingWhenOneLineIsBadAndAllOrNothingIsAsked() {
        imported("all-or-nothing", GOOD + BAD)
                .statusCode(200)
                .body("lines", equalTo(4))
                .body("imported", equalTo(0))
                .body("rejected", equalTo(1));

        assertThat(count("SELECT count(*) FROM subscriber")).isZero();
    }

    @Test
    void shouldStoreTheGoodLinesAndNameEachFaultWhenGoodLinesAreAsked() {
        imported("good-lines", GOOD + BAD)
                .statusCode(200)
                .body("imported", equalTo(3))
                .body("rejected", equalTo(1))
                .body("errors.findAll { it.line == 5 }", hasSize(6))
                .body("errors.column", hasItems("name", "siret", "trades", "commune", "lat", "number1"))
                .body(
                        "errors.code",
                        hasItems(
                                "REQUIRED",
                                "SIRET_INVALID",
                                "TRADE_UNKNOWN",
                                "COMMUNE_UNKNOWN",
                                "DECIMAL_INVALID",
                                "NUMBER_EMERGENCY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"31/02/2026", "29/02/2026", "32/01/2026", "2026-02-30", "5/1/26", "2026-01-05T25:00:00Z"})
    void shouldRefuseTheLineWhenTheDayOfConsentDoesNotExist(String day) {
        imported("good-lines", GOOD.replace("05/01/2026", day))
                .statusCode(200)
                .body("imported", equalTo(2))
                .body("errors.line", contains(3))
                .body("errors.column", contains("consent_at"))
                .body("errors.code", contains("TIME_INVALID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "44.92d", "0x1p5", "4e1", "1 2"})
    void shouldRefuseTheLineWhenAPositionIsNoDecimal(String latitude) {
        imported("good-lines", GOOD.replace("44.92", latitude))
                .statusCode(200)
                .body("imported", equalTo(2))
                .body("errors.line", contains(2))
                .body("errors.findAll { it.code == 'DECIMAL_INVALID' }.column", contains("lat"));
    }

    @Test
    void shouldRefuseTheLineWhenACellStandsBeyondTheHeader() {
        imported("good-lines", GOOD.replace("fiche 2;05/01/2026", "fiche 2;05/01/2026;;x;y"))
                .statusCode(200)
                .body("imported", equalTo(2))
                .body("errors.line", contains(3))
                .body("errors.column", contains("cell 17"))
                .body("errors.code", contains("CELL_BEYOND_HEADER"));
        imported("good-lines", GOOD.replace("fiche 2;05/01/2026", "fiche 2;05/01/2026;;"))
                .statusCode(200)
                .body("rejected", equalTo(0));
    }

    @Test
    void shouldNeverRepeatTheNumberWhenItIsRefused() {
        String body = imported("good-lines", GOOD.replace("06 39 98 10 01", "06 12 34 56 78 9"))
                .statusCode(200)
                .body("errors.column", contains("number1"))
                .body("errors.line", contains(2))
                .extract()
                .asString();

        assertThat(body).doesNotContain("12 34").doesNotContain("123456789");
    }

    @Test
    void shouldUpdateInsteadOfDoublingWhenImportedTwice() {
        imported("all-or-nothing", GOOD).statusCode(200);

        imported("all-or-nothing", GOOD.replace("Bijouterie A", "Bijouterie AA"))
                .statusCode(200)
                .body("imported", equalTo(3))
                .body("updated", equalTo(3));

        assertThat(count("SELECT count(*) FROM subscriber")).isEqualTo(3);
        assertThat(count("SELECT count(*) FROM subscriber WHERE name = 'Bijouterie AA'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM subscriber_number")).isEqualTo(4);
        assertThat(count("SELECT count(*) FROM subscriber_trade")).isEqualTo(4);
    }

    @Test
    void shouldRejectTheSecondLineWhenAMerchantStandsTwiceInTheFile() {
        imported("good-lines", GOOD + GOOD.lines().skip(1).findFirst().orElseThrow() + "\n")
                .statusCode(200)
                .body("imported", equalTo(3))
                .body("errors.code", contains("LINE_TWICE"))
                .body("errors.line", contains(5));
    }

    @Test
    void shouldLeaveWhoHasLeftWhenTheConsentIsOlder() {
        imported("all-or-nothing", GOOD);
        pool.query("UPDATE subscriber SET status = 'WITHDRAWN', withdrawn_at = '2026-06-01' WHERE reference = 'a-1'")
                .execute()
                .await()
                .indefinitely();

        imported("good-lines", GOOD)
                .statusCode(200)
                .body("imported", equalTo(2))
                .body("errors.code", contains("WITHDRAWN_SINCE"))
                .body("errors.line", contains(2));
        imported("good-lines", GOOD.replace("2026-01-05", "2026-07-01"))
                .statusCode(200)
                .body("imported", equalTo(3));

        assertThat(count("SELECT count(*) FROM subscriber WHERE status = 'ACTIVE'"))
                .isEqualTo(3);
    }

    @Test
    void shouldKeepThatANumberIsDeadUntilTheMerchantEnrolsAnew() {
        imported("all-or-nothing", GOOD);
        pool.query("UPDATE subscriber_number SET found_dead_at = '2026-05-30', dead_at = '2026-06-01'")
                .execute()
                .await()
                .indefinitely();

        imported("all-or-nothing", GOOD).statusCode(200);
        assertThat(count("SELECT count(*) FROM subscriber_number WHERE dead_at = '2026-06-01'"))
                .isEqualTo(4);

        imported("all-or-nothing", GOOD.replace("2026-01-05", "2026-07-01")).statusCode(200);
        // The date of the second line is written in French, and has stayed as it was.
        assertThat(count("SELECT count(*) FROM subscriber_number WHERE dead_at IS NULL AND found_dead_at IS NULL"))
                .isEqualTo(3);
    }

    @Test
    void shouldRejectLinesOutsideTheTerritory() {
        given().header("Authorization", TestTokens.bearer("registrar", "48"))
                .contentType("text/csv")
                .body(GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/v1/subscribers/import?mode=good-lines")
                .then()
                .statusCode(200)
                .body("imported", equalTo(0))
                .body("errors.code", contains("OUTSIDE_TERRITORY", "OUTSIDE_TERRITORY", "OUTSIDE_TERRITORY"));
    }

    @Test
    void shouldUnderstandAFrenchHeaderWithCommas() {
        imported(
                        "all-or-nothing",
                        "\uFEFFNom,Métiers,Commune,Numéro1,Consentement_source,Consentement_preuve,Consentement_date\n"
                                + "Boulangerie D,BAKERY,15014,0639981004,STATION,fiche,2026-01-05\n")
                .statusCode(200)
                .body("imported", equalTo(1));
    }

    @Test
    void shouldNameTheColumnWhenTheHeaderIsWrong() {
        imported("good-lines", "name;colour\nA;red\n")
                .statusCode(422)
                .body("errors.field", hasItems("header[2]", "header.trades", "header.number1"))
                .body("errors.rule", hasItems("COLUMN_UNKNOWN", "required"));
        imported("good-lines", "").statusCode(422);
        imported("some", GOOD).statusCode(422).body("errors.field", contains("mode"));
    }

    @Test
    void shouldStopWhereACellHasNoEnd() {
        imported("good-lines", GOOD + "a-9;\"" + "x".repeat(5_000) + "\n")
                .statusCode(200)
                .body("imported", equalTo(3))
                .body("errors.code", contains("CSV_MALFORMED"))
                .body(not(containsString("xxxx")));
    }

    @Test
    void shouldTakeManyThousandLines() {
        StringBuilder file = new StringBuilder(
                "reference;name;trades;commune;lat;lon;number1;consent_source;" + "consent_proof;consent_at\n");
        for (int i = 0; i < 20_000; i++) {
            file.append(
                    "m-%d;Maison %d;JEWELLER;15014;44.9;2.4;+999%09d;STATION;fiche;2026-01-05\n".formatted(i, i, i));
        }

        imported("all-or-nothing", file.toString()).statusCode(200).body("imported", equalTo(20_000));

        assertThat(count("SELECT count(*) FROM subscriber_trade")).isEqualTo(20_000);
    }

    private static ValidatableResponse imported(String mode, String csv) {
        return given().header("Authorization", TestTokens.bearer("registrar", "15"))
                .contentType("text/csv")
                .body(csv.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/v1/subscribers/import?mode=" + mode)
                .then();
    }

    private long count(String query) {
        return pool.query(query)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
