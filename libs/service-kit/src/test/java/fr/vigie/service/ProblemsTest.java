package fr.vigie.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalIssuer.class)
class ProblemsTest {
    private static final String GOOD = """
            {"name":"n","kind":"SCOUTING","area":{"center":{"lat":44.9,"lon":2.4},"radiusKm":5}}
            """;

    @Test
    void shouldAnswerTheResourceWhenNothingIsWrong() {
        post(GOOD).statusCode(200).body("area.center.lat", equalTo(44.9f)).body("note", equalTo(null));
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void shouldAnswerAProblemOfTheCodeWhenAResourceThrowsIt(ProblemCode code) {
        problem(officer().get("/api/v1/samples/problem/" + code).then(), code)
                .body("detail", equalTo("As asked"))
                .body("title", equalTo(code.title()))
                .body("type", equalTo(code.type()));
    }

    @Test
    void shouldNameEveryFaultWhenAResourceCollectedThem() {
        problem(officer().get("/api/v1/samples/violations").then(), ProblemCode.INVALID_FIELD)
                .body("errors.field", equalTo(List.of("name", "area.radiusKm")))
                .body("errors.rule", equalTo(List.of("required", "max 200")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"name\":                                             | MALFORMED_JSON | body            | well-formed JSON",
                "{\"name\":\"a\",\"name\":\"b\"}                        | MALFORMED_JSON | body            | well-formed JSON",
                "{\"nom\":\"a\"}                                        | UNKNOWN_FIELD  | nom             | known field",
                "{\"area\":{\"center\":{\"lat\":1,\"lon\":1,\"lat2\":2}}}         | UNKNOWN_FIELD  | area.center.lat2| known field",
                "{\"+33199000001\":1}                                   | UNKNOWN_FIELD  | (name not shown)| known field",
                "{\"area\":{\"center\":{\"lat\":\"north\"}}}            | WRONG_TYPE     | area.center.lat | a number",
                "{\"area\":{\"center\":{\"lat\":\"1.0\"}}}              | WRONG_TYPE     | area.center.lat | a number",
                "{\"area\":{\"center\":{\"lat\":\"NaN\"}}}              | WRONG_TYPE     | area.center.lat | a number",
                "{\"area\":{\"center\":{\"lat\":\"-Infinity\"}}}        | WRONG_TYPE     | area.center.lat | a number",
                "{\"area\":{\"center\":{\"lat\":\"\"}}}                 | WRONG_TYPE     | area.center.lat | a number",
                "{\"area\":{\"center\":{\"lat\":NaN}}}                  | MALFORMED_JSON | body            | well-formed JSON",
                "{\"area\":{\"radiusKm\":1.5}}                          | WRONG_TYPE     | area.radiusKm   | a whole number",
                "{\"area\":{\"radiusKm\":99999999999}}                  | WRONG_TYPE     | area.radiusKm   | a whole number",
                "{\"area\":{\"radiusKm\":null}}                         | WRONG_TYPE     | area.radiusKm   | a whole number",
                "{\"area\":[]}                                          | WRONG_TYPE     | area            | an object",
                "{\"kind\":\"+33199000001\"}                            | WRONG_TYPE     | kind            | one of SCOUTING, BURGLARY",
                "{\"kind\":0}                                           | WRONG_TYPE     | kind            | one of SCOUTING, BURGLARY",
                "{\"name\":33199000001}                                 | WRONG_TYPE     | name            | a string",
                "{\"name\":{}}                                          | WRONG_TYPE     | name            | a string",
                "{\"urgent\":\"true\"}                                  | WRONG_TYPE     | urgent          | true or false",
                "{\"urgent\":1}                                         | WRONG_TYPE     | urgent          | true or false",
                "{\"expires\":\"tomorrow\"}                             | WRONG_TYPE     | expires         | an ISO 8601 date or time",
                "{\"expires\":1700000000}                               | WRONG_TYPE     | expires         | an ISO 8601 date or time",
                "{\"texts\":\"a\"}                                      | WRONG_TYPE     | texts           | an array",
                "{\"texts\":[\"a\",2]}                                  | WRONG_TYPE     | texts[1]        | a string",
                "[]                                                     | WRONG_TYPE     | body            | an object",
                "{} {}                                                  | WRONG_TYPE     | body            | an object",
            })
    void shouldNameFieldAndRuleWhenTheBodyCannotBeRead(String body, ProblemCode code, String field, String rule) {
        problem(post(body), code)
                .body("errors.size()", equalTo(1))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].rule", equalTo(rule));
    }

    @Test
    void shouldRefuseWhenTheBodyIsNestedTooDeeply() {
        problem(post("{\"note\":" + "[".repeat(60) + "]".repeat(60) + "}"), ProblemCode.MALFORMED_JSON);
    }

    @Test
    void shouldSayMissingWhenNothingButRequiredFieldsIsAbsent() {
        problem(post("{\"name\":\"n\"}"), ProblemCode.MISSING_FIELD)
                .body("errors.field", containsInAnyOrder("kind", "area"))
                .body("errors[0].rule", equalTo("required"));
    }

    @Test
    void shouldSayBodyIsMissingWhenThereIsNone() {
        problem(
                        officer()
                                .contentType("application/json")
                                .post("/api/v1/samples")
                                .then(),
                        ProblemCode.MISSING_FIELD)
                .body("errors[0].field", equalTo("body"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/samples", "/api/v1/samples/reactive"})
    void shouldNameTheConstraintsWhenFieldsBreakThem(String path) {
        String body = """
                {"name":"","kind":"SCOUTING","area":{"center":{"lat":1,"lon":2},"radiusKm":201},"texts":["a"," "]}
                """;
        problem(officer().contentType("application/json").body(body).post(path).then(), ProblemCode.INVALID_FIELD)
                .body("errors.field", containsInAnyOrder("name", "area.radiusKm", "texts[1]"))
                .body("errors.rule", containsInAnyOrder("not-blank", "max", "not-blank"));
    }

    @Test
    void shouldNameTheParameterWhenItBreaksItsRule() {
        problem(officer().get("/api/v1/samples/list?limit=101").then(), ProblemCode.INVALID_FIELD)
                .body("errors[0].field", equalTo("limit"))
                .body("errors[0].rule", equalTo("max"));
    }

    @Test
    void shouldReadParametersWhenTheyHaveTheirType() {
        officer()
                .header("X-Version", "3")
                .get("/api/v1/samples/list?limit=7&kind=BURGLARY&id=947814bb-c6df-4deb-a175-893b5b6d5bca")
                .then()
                .statusCode(200)
                .body("limit", equalTo(7))
                .body("kind", equalTo("BURGLARY"));
        officer()
                .get("/api/v1/samples/list?limit=&kind=")
                .then()
                .body("limit", equalTo(10))
                .body("kind", equalTo("null"));
        officer().get("/api/v1/samples/list").then().body("limit", equalTo(10)).body("kind", equalTo("null"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=x            | limit | a whole number",
                "limit=1.5          | limit | a whole number",
                "limit=99999999999  | limit | a whole number",
                "limit=%2B33199000001 | limit | a whole number",
                "kind=ROBBERY       | kind  | one of SCOUTING, BURGLARY",
                "kind=burglary      | kind  | one of SCOUTING, BURGLARY",
                "id=1               | id    | a UUID",
            })
    void shouldNameTheParameterWhenItHasTheWrongType(String query, String field, String rule) {
        problem(
                        officer()
                                .urlEncodingEnabled(false)
                                .get("/api/v1/samples/list?" + query)
                                .then(),
                        ProblemCode.WRONG_TYPE)
                .body("errors[0].field", equalTo(field))
                .body("errors[0].rule", equalTo(rule));
    }

    @Test
    void shouldNameTheHeaderWhenItHasTheWrongType() {
        problem(
                        officer()
                                .header("X-Version", "three")
                                .get("/api/v1/samples/list")
                                .then(),
                        ProblemCode.WRONG_TYPE)
                .body("errors[0].field", equalTo("X-Version"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0AF, 0xEDA0, 0xFF22})
    void shouldRefuseWhenTheBodyIsNotUtf8(int bytes) {
        byte[] body = GOOD.replace("\"n\"", "\"??\"").getBytes(StandardCharsets.US_ASCII);
        int at = GOOD.indexOf("\"n\"") + 1;
        body[at] = (byte) (bytes >> 8);
        body[at + 1] = (byte) bytes;

        problem(
                        officer()
                                .contentType("application/json")
                                .body(body)
                                .post("/api/v1/samples")
                                .then(),
                        ProblemCode.MALFORMED_JSON)
                .body("errors[0].rule", equalTo("UTF-8"));
    }

    @Test
    void shouldSayNotFoundWhenAPathIsNoId() {
        problem(officer().get("/api/v1/samples/byid/+33199000001").then(), ProblemCode.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nowhere", "/api/v1/nowhere", "/api/v1/samples/no/where", "/q/nowhere", "/health", "/metrics"})
    void shouldAnswer404WhenThePathIsUnknown(String path) {
        problem(officer().get(path).then(), ProblemCode.NOT_FOUND);
        problem(given().get(path).then(), ProblemCode.NOT_FOUND);
    }

    @Test
    void shouldAnswer405WhenTheMethodIsUnknown() {
        problem(officer().delete("/api/v1/samples").then(), ProblemCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void shouldAnswer406WhenNothingAcceptableIsProduced() {
        problem(officer().accept("image/png").get("/api/v1/samples/list").then(), ProblemCode.NOT_ACCEPTABLE);
    }

    @Test
    void shouldAnswer415WhenTheBodyIsNotJson() {
        problem(
                officer()
                        .contentType("text/plain")
                        .body("hello")
                        .post("/api/v1/samples")
                        .then(),
                ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void shouldKeepRetryAfterWhenAWebExceptionCarriesIt() {
        problem(officer().get("/api/v1/samples/busy").then(), ProblemCode.TOO_MANY_REQUESTS)
                .header("Retry-After", "7");
    }

    @Test
    void shouldAnswerAProblemWhenTheResourceProducesEvents() {
        problem(officer().get("/api/v1/samples/events").then(), ProblemCode.NOT_FOUND);
    }

    @Test
    void shouldAnswer503WhenTheDatabaseDoesNotAnswer() {
        problem(officer().get("/api/v1/samples/outage").then(), ProblemCode.UNAVAILABLE)
                .header("Retry-After", "5");
    }

    @Test
    void shouldGiveAnIncidentAndNothingElseWhenTheServiceFails() {
        problem(officer().get("/api/v1/samples/bug").then(), ProblemCode.INTERNAL)
                .body("instance", matchesPattern("urn:vigie:incident:[0-9a-f-]{36}"));
    }

    private static RequestSpecification officer() {
        return given().auth().oauth2(Tokens.referent("15"));
    }

    private static ValidatableResponse post(String body) {
        return officer()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/samples")
                .then();
    }

    static ValidatableResponse problem(ValidatableResponse response, ProblemCode code) {
        String body = response.extract().asString();
        assertThat(
                body,
                allOf(
                        not(containsString("199000001")),
                        not(containsString("java.")),
                        not(containsString("fr.vigie.")),
                        not(containsString("Exception"))));
        return response.statusCode(code.status())
                .header("Content-Type", matchesPattern("application/problem\\+json(;.*)?"))
                .header("X-Request-Id", not(blankOrNullString()))
                .body("code", equalTo(code.name()))
                .body("status", equalTo(code.status()));
    }
}
