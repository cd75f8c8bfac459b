package fr.vigie.ingest.watch;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.Samples.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Topics;
import fr.vigie.ingest.progress.Dispatcher;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "alert_ingest"),
            @ResourceArg(name = "fresh", value = "true")
        })
@TestProfile(UnansweredAlertsTest.Impatient.class)
class UnansweredAlertsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Silence of half a second is too long. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vigie.ingest.silence-limit", "PT0.5S",
                    "vigie.ingest.longest-silence", "PT1S",
                    "vigie.ingest.watch-every", "0.2s");
        }
    }

    @Test
    void shouldPublishAgainUnderSameIdUntilRegistryAnswers() {
        UUID alert = accepted();

        try (TopicProbe probe = TopicProbe.open();
                Dispatcher registry = new Dispatcher()) {
            List<TopicProbe.Received> published = probe.await(LIMIT, Topics.ALERT_ACCEPTED, alert.toString(), 3);

            assertThat(published)
                    .extracting(TopicProbe.Received::value)
                    .containsOnly(published.get(0).value());
            assertThat(published)
                    .extracting(each -> each.headers().get("ce_id"))
                    .containsOnly(alert.toString());

            registry.resolved(alert, 0, 1, 0);
            // Once the answer is folded, alerts that came later are published again and this one is not.
            UUID later = accepted();
            probe.await(LIMIT, Topics.ALERT_ACCEPTED, later.toString(), 2);
            int soFar = count(probe, alert);
            probe.await(LIMIT, Topics.ALERT_ACCEPTED, later.toString(), 5);
            assertThat(count(probe, alert)).isEqualTo(soFar);
        }
    }

    @Test
    void shouldLeaveCancelledAlertAlone() {
        UUID alert = accepted();
        post(CANTAL, ALERTS + "/" + alert + "/cancel", Map.of()).then().statusCode(200);

        try (TopicProbe probe = TopicProbe.open()) {
            UUID later = accepted();
            probe.await(LIMIT, Topics.ALERT_ACCEPTED, later.toString(), 1);
            int soFar = count(probe, alert);
            probe.await(LIMIT, Topics.ALERT_ACCEPTED, later.toString(), 4);
            assertThat(count(probe, alert)).isEqualTo(soFar);
        }
    }

    @Test
    void shouldDescribeEveryOperation() {
        given().get("/q/openapi?format=json").then().statusCode(200);
        Map<String, Map<String, Map<String, Object>>> paths =
                given().get("/q/openapi?format=json").path("paths");

        assertThat(paths.values().stream().flatMap(path -> path.values().stream()))
                .extracting(operation -> operation.get("operationId"))
                .containsExactlyInAnyOrder(
                        "sendAlert",
                        "listAlerts",
                        "getAlert",
                        "cancelAlert",
                        "followAlert",
                        "listDeliveries",
                        "listContacts",
                        "putContact",
                        "getContact",
                        "deleteContact",
                        "getContactHistory",
                        "fileReport",
                        "listReports",
                        "getReport");
    }

    private static int count(TopicProbe probe, UUID alert) {
        return (int) probe.all(Topics.ALERT_ACCEPTED).stream()
                .filter(each -> alert.toString().equals(each.key()))
                .count();
    }
}
