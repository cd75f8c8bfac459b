package fr.vigie.service;

import static fr.vigie.service.ProblemsTest.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalIssuer.class)
class AccessTest {
    @Test
    void shouldKnowTheCallerWhenTheTokenIsValid() {
        me(Tokens.referent("15", "48"))
                .statusCode(200)
                .body("subject", equalTo("officer-1"))
                .body("roles", containsInAnyOrder("referent"))
                .body("covers15", equalTo(true))
                .body("covers35", equalTo(false));
    }

    @Test
    void shouldTakeTheTokenWhenTheIssuersClockIsALittleAhead() throws GeneralSecurityException {
        me(Tokens.issuedIn(Duration.ofSeconds(30))).statusCode(200);
    }

    @Test
    void shouldCoverAllWhenTheClaimIsAStar() {
        me(Tokens.referent("*")).body("covers15", equalTo(true)).body("covers35", equalTo(true));
    }

    @Test
    void shouldCoverNothingWhenThereIsNoClaim() {
        me(Tokens.withRoles("referent")).statusCode(200).body("covers15", equalTo(false));
    }

    @Test
    void shouldAnswer403WhenTheClaimIsNoTerritory() {
        problem(me(Tokens.referent("15", "999")), ProblemCode.FORBIDDEN);
        problem(me(Tokens.referent("15", "*")), ProblemCode.FORBIDDEN);
    }

    @Test
    void shouldKnowTheCallerLaterInAPipeline() {
        given().auth()
                .oauth2(Tokens.referent("15"))
                .get("/api/v1/samples/me/reactive")
                .then()
                .statusCode(200)
                .body(equalTo("\"officer-1\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void shouldAnswer401WhenTheTokenIsNotValid(String what, String token) {
        problem(me(token), ProblemCode.UNAUTHENTICATED).header("WWW-Authenticate", startsWith("Bearer"));
    }

    static Stream<Arguments> badTokens() throws GeneralSecurityException {
        return Stream.of(
                Arguments.of("expired", Tokens.expired()),
                Arguments.of("wrong issuer", Tokens.fromIssuer("https://elsewhere.example")),
                Arguments.of("wrong audience", Tokens.forAudience("elsewhere")),
                Arguments.of("wrong key", Tokens.signedBy(LocalIssuer.keyPair().getPrivate())),
                Arguments.of("alg none", Tokens.unsigned()),
                Arguments.of("no iat", Tokens.withoutIssuedAt()),
                Arguments.of("issued in an hour", Tokens.issuedIn(Duration.ofHours(1))),
                Arguments.of("no subject", Tokens.withoutSubject()),
                Arguments.of("empty subject", Tokens.withSubject("")),
                Arguments.of("blank subject", Tokens.withSubject(" ")),
                Arguments.of("subject with NUL", Tokens.withSubject("officer\u0000")),
                Arguments.of("subject with a line feed", Tokens.withSubject("officer\n1")),
                Arguments.of("endless subject", Tokens.withSubject("x".repeat(256))),
                Arguments.of(
                        "public key as HMAC secret",
                        Tokens.hmac(ConfigProvider.getConfig().getValue("vigie.auth.public-key", String.class))),
                Arguments.of("not a token", "abc"),
                Arguments.of("empty parts", ".."),
                Arguments.of("empty header", ".e30.e30"),
                Arguments.of("empty payload", "e30..e30"),
                Arguments.of("dots", "....."),
                Arguments.of("a part and dots", "e30..."),
                Arguments.of("one part", "e30"),
                Arguments.of("parts that are no base64", "!!.@@.##"),
                Arguments.of("parts that are no JSON", "YQ.YQ.YQ"),
                Arguments.of("parts that are arrays", "W10.W10.W10"),
                Arguments.of("empty objects", "e30.e30.e30"),
                Arguments.of("four parts", "e30.e30.e30.e30"),
                Arguments.of("five parts, as if encrypted", "e30.e30.e30.e30.e30"),
                Arguments.of("no claims", "eyJhbGciOiJSUzI1NiJ9.e30.e30"),
                Arguments.of("10 KB", "a".repeat(10_000)));
    }

    @Test
    void shouldAnswer401WhenThereIsNoToken() {
        problem(given().get("/api/v1/samples/me").then(), ProblemCode.UNAUTHENTICATED)
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void shouldAnswer401WhenTheSchemeIsAnother() {
        problem(
                        given().header("Authorization", "Basic b2ZmaWNlcjpwdw==")
                                .get("/api/v1/samples/me")
                                .then(),
                        ProblemCode.UNAUTHENTICATED)
                .header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    void shouldAnswer403WhenTheRoleIsAnother() {
        problem(
                given().auth()
                        .oauth2(Tokens.referent("15"))
                        .get("/api/v1/samples/auditors")
                        .then(),
                ProblemCode.FORBIDDEN);
        problem(
                given().auth()
                        .oauth2(Tokens.withRoles())
                        .get("/api/v1/samples/me")
                        .then(),
                ProblemCode.FORBIDDEN);
    }

    @Test
    void shouldBeClosedWhenAnEndpointSaysNothing() {
        problem(given().get("/api/v1/forgotten").then(), ProblemCode.UNAUTHENTICATED);
        problem(
                given().auth()
                        .oauth2(Tokens.referent("*"))
                        .get("/api/v1/forgotten")
                        .then(),
                ProblemCode.FORBIDDEN);
    }

    @Test
    void shouldAskForTheTokenFirstWhenTheBodyIsWrongToo() {
        problem(
                given().contentType("application/json")
                        .body("{")
                        .post("/api/v1/samples")
                        .then(),
                ProblemCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/samples/open", "/q/openapi", "/q/swagger-ui/"})
    void shouldBeOpenWithoutATokenOrWithAStaleOne(String path) {
        given().get(path).then().statusCode(200);
        given().auth().oauth2(Tokens.expired()).get(path).then().statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse me(String token) {
        return given().auth().oauth2(token).get("/api/v1/samples/me").then();
    }
}
