package fr.vigie.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalIssuer.class)
class DefaultsTest {
    @TestHTTPResource(value = "/", management = true)
    URI management;

    @TestHTTPResource
    URI api;

    @ParameterizedTest
    @ValueSource(strings = {"health", "health/live", "health/ready", "metrics"})
    void shouldStandOnTheManagementPortOnly(String path) {
        assertThat(management.getPort()).isNotEqualTo(api.getPort()).isNotIn(9000, 9001);
        given().get(management.resolve(path)).then().statusCode(200);
        given().get(api.resolve(path)).then().statusCode(404);
        given().get(api.resolve("/q/" + path)).then().statusCode(404);
    }

    @Test
    void shouldCountRequestsWithoutTheirIds() {
        given().get(api.resolve("/api/v1/samples/byid/0000-1111")).then().statusCode(401);
        given().get(management.resolve("metrics"))
                .then()
                .body(containsString("http_server_requests_seconds"))
                .body(not(containsString("0000-1111")));
    }

    @Test
    void shouldDescribeTheApiWithItsBearerToken() {
        given().accept("application/json")
                .get(api.resolve("/q/openapi?format=json"))
                .then()
                .statusCode(200)
                .body("components.securitySchemes.bearer.type", equalTo("http"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("paths", hasKey("/api/v1/samples"))
                .body("paths.'/api/v1/samples'.post.security[0]", hasKey("bearer"))
                .body(
                        "paths.'/api/v1/samples'.post.responses.values().content.findAll { it != null }"
                                + ".collect { it.keySet()[0] }.toSet()",
                        containsInAnyOrder("application/json", "application/problem+json"))
                .body("paths.'/api/v1/samples'.post.responses", allOf(hasKey("401"), hasKey("403"), hasKey("default")))
                .body(
                        "paths.'/api/v1/samples'.post.responses.'401'.content.'application/problem+json'.example.code",
                        equalTo("UNAUTHENTICATED"))
                .body(
                        "paths.'/api/v1/samples'.post.responses.'403'.content.'application/problem+json'.example.status",
                        equalTo(403))
                .body("components.schemas.Problem.properties.code.enum", hasItem("OUTSIDE_TERRITORY"));
    }

    @Test
    void shouldKeepTheRequestIdWhenItIsPlain() {
        given().header("X-Request-Id", "demo-1.a_B")
                .get(api.resolve("/api/v1/samples/open"))
                .then()
                .header("X-Request-Id", equalTo("demo-1.a_B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x\ty", "+33199000001", "33199000001", ""})
    void shouldMakeANewRequestIdWhenTheGivenOneIsNotPlain(String given) {
        given().header("X-Request-Id", given)
                .get(api.resolve("/api/v1/samples/open"))
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}"));
    }

    @Test
    void shouldMakeANewRequestIdWhenTheGivenOneIsTooLong() {
        given().header("X-Request-Id", "a".repeat(65))
                .get(api.resolve("/api/v1/samples/open"))
                .then()
                .header("X-Request-Id", not(containsString("aaaa")));
    }

    @Test
    void shouldWriteTimesAsText() {
        given().auth()
                .oauth2(Tokens.referent("15"))
                .get(api.resolve("/api/v1/samples/list"))
                .then()
                .body("at", equalTo("1970-01-01T00:00:00Z"));
    }
}
