package fr.vigie.registry;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** What the service shows of itself. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class SurfaceTest {
    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @Test
    void shouldBeLiveAndReadyWhenCancelsAreKnown() {
        given().get(health)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItems("resolution workers", "cancels known", "event consumers"));
    }

    @Test
    void shouldDescribeEveryOperation() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Vigie subscriber-registry"))
                .body(
                        "paths.collectMany { it.value.values() }.operationId",
                        hasItems(
                                "createSubscriber",
                                "listSubscribers",
                                "getSubscriber",
                                "replaceSubscriber",
                                "withdrawSubscriber",
                                "changeConsent",
                                "importSubscribers",
                                "previewResolution"))
                .body(
                        "paths.'/api/v1/subscribers'.post.responses.'201'.content.'application/json'.schema.'$ref'",
                        equalTo("#/components/schemas/Subscriber"));
    }
}
