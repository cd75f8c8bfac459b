package fr.vigie.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import fr.vigie.clock.DatabaseClock;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** What the service shows of itself. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class SurfaceTest {
    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @Inject
    Clock clock;

    @Inject
    Pool pool;

    @Test
    void shouldBeLiveAndReadyWhenCancelsAreKnown() {
        given().get(health)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItems("resolution workers", "cancels known", "event consumers"));
    }

    @Test
    void shouldGoByTheDatabasesTime() {
        assertThat(clock).isInstanceOf(DatabaseClock.class);
        assertThat(clock.instant()).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
    }

    @Test
    void shouldLeaveNoLockToASessionThatStandsStillOrIsGone() {
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("45s");
        assertThat(setting("tcp_keepalives_idle")).isEqualTo("15");
        assertThat(setting("tcp_keepalives_interval")).isEqualTo("5");
        assertThat(setting("tcp_keepalives_count")).isEqualTo("6");
        assertThat(setting("tcp_user_timeout")).isEqualTo("45000");
    }

    private String setting(String name) {
        return pool.query("SHOW " + name)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(5))
                .iterator()
                .next()
                .getString(0);
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
