package fr.vigie.ingest.watch;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.Samples.alertWith;
import static fr.vigie.ingest.Samples.post;
import static fr.vigie.ingest.progress.Dispatcher.event;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.ingest.progress.Dispatcher;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class MetricsTest {
    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void shouldCountAlertsByKindAndRefusalsByCodeAndMeasureDeliveriesWithoutNamingAlerts() {
        UUID alert = accepted();
        post(CANTAL, ALERTS, alertWith("status", "EXERCISE")).then().statusCode(422);
        try (Dispatcher dispatcher = new Dispatcher()) {
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.VOICE, DeliveryState.CALLING, 1, 2, null));
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(metrics())
                        .containsPattern("vigie_alerts_accepted_total\\{kind=\"SCOUTING\",urgency=\"URGENT\"} [1-9]")
                        .containsPattern("vigie_alerts_refused_total\\{code=\"DRILLS_NOT_YET\"} [1-9]")
                        .containsPattern("vigie_deliveries\\{channel=\"VOICE\",state=\"CALLING\"} [1-9]"));
        assertThat(metrics()).doesNotContain(alert.toString());
    }

    @Test
    void shouldSayThatItIsHealthy() {
        given().baseUri(management.toString())
                .basePath("/")
                .get("health")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"));
    }

    private String metrics() {
        return given().baseUri(management.toString())
                .basePath("/")
                .get("metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
