package fr.vigie.ingest.alert;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.Samples.alertWith;
import static fr.vigie.ingest.Samples.get;
import static fr.vigie.ingest.Samples.post;
import static fr.vigie.ingest.progress.Dispatcher.event;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.vigie.events.AlertControl;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.ingest.progress.Dispatcher;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class CancelTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void shouldPublishCancelAndSayWhatWasHandedOver() throws Exception {
        UUID alert = accepted();
        try (Dispatcher dispatcher = new Dispatcher()) {
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.SMS, DeliveryState.ACCEPTED, 1, 2, 1));
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.SMS, DeliveryState.DELIVERED, 1, 2, 1));
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.SMS, DeliveryState.QUEUED, 0, 2, null));
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.VOICE, DeliveryState.BUSY, 1, 2, null));
        }
        await().atMost(LIMIT).until(() -> get(CANTAL, ALERTS + "/" + alert).<Integer>path("progress.expected") == 4);

        Response answer = post(CANTAL, ALERTS + "/" + alert + "/cancel", Map.of("reason", "levée de doute"));

        answer.then()
                .statusCode(200)
                .body("status", equalTo("CANCELLED"))
                .body("handedOver.SMS", equalTo(2))
                .body("handedOver.VOICE", equalTo(0));
        AlertControl control = controls(alert, 1).get(0);
        assertThat(control.action()).isEqualTo(AlertControl.Action.CANCEL);
        assertThat(control.by()).isEqualTo("officer-1");
        assertThat(control.supersededBy()).isNull();
        get(CANTAL, ALERTS + "/" + alert)
                .then()
                .body("progress.phase", equalTo("CANCELLED"))
                .body("cancelReason", equalTo("levée de doute"))
                .body("cancelledBy", equalTo("officer-1"));
    }

    @Test
    void shouldCountWhatBecameKnownMeanwhileWhenCancelledAgain() {
        UUID alert = accepted();
        cancelWithoutBody(alert).then().statusCode(200).body("handedOver.SMS", equalTo(0));
        try (Dispatcher dispatcher = new Dispatcher()) {
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.SMS, DeliveryState.DELIVERED, 1, 2, 1));
            dispatcher.delivered(event(alert, UUID.randomUUID(), Channel.VOICE, DeliveryState.ACKNOWLEDGED, 1, 2, 1));
        }
        await().atMost(LIMIT).until(() -> get(CANTAL, ALERTS + "/" + alert).<Integer>path("progress.expected") == 2);

        cancelWithoutBody(alert)
                .then()
                .statusCode(200)
                .body("handedOver.SMS", equalTo(1))
                .body("handedOver.VOICE", equalTo(1));
    }

    @Test
    void shouldAnswerAlikeAndPublishNothingWhenCancelledAgain() throws Exception {
        UUID alert = accepted();
        String first = cancelWithoutBody(alert).then().statusCode(200).extract().path("cancelledAt");

        String second =
                cancelWithoutBody(alert).then().statusCode(200).extract().path("cancelledAt");

        assertThat(second).isEqualTo(first);
        UUID later = accepted();
        cancelWithoutBody(later);
        controls(later, 1);
        assertThat(controls(alert, 1)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "ALL_CLEAR"})
    void shouldCancelWhatUpdateOrAllClearRefersTo(String type) throws Exception {
        UUID earlier = accepted();
        UUID other = accepted();
        Map<String, Object> request = alertWith("messageType", type);
        request.put("references", List.of(earlier, other));

        UUID newer = accepted(request);

        for (UUID each : List.of(earlier, other)) {
            assertThat(controls(each, 1).get(0).supersededBy()).isEqualTo(newer);
            get(CANTAL, ALERTS + "/" + each).then().body("supersededBy", equalTo(newer.toString()));
        }
        get(CANTAL, ALERTS + "/" + newer)
                .then()
                .body("references", equalTo(List.of(earlier.toString(), other.toString())));
    }

    @Test
    void shouldLeaveEverythingAsItWasWhenOneReferenceIsUnknown() {
        UUID earlier = accepted();
        Map<String, Object> request = alertWith("messageType", "UPDATE");
        request.put("references", List.of(earlier, UUID.randomUUID()));

        post(CANTAL, ALERTS, request).then().statusCode(422);

        get(CANTAL, ALERTS + "/" + earlier).then().body("progress.phase", equalTo("RESOLVING"));
    }

    @Test
    void shouldHideAlertsOfOthersAndRefuseRolesThatDoNotCancel() {
        UUID alert = accepted();
        String elsewhere = TestTokens.roles("referent")
                .departements("35")
                .subject("officer-35")
                .bearer();

        post(elsewhere, ALERTS + "/" + alert + "/cancel", Map.of()).then().statusCode(404);
        post(TestTokens.bearer("auditor", "*"), ALERTS + "/" + alert + "/cancel", Map.of())
                .then()
                .statusCode(403);
        post(CANTAL, ALERTS + "/" + alert + "/cancel", Map.of("why", "x"))
                .then()
                .statusCode(400);
        post(CANTAL, ALERTS + "/" + alert + "/cancel", Map.of("reason", "x".repeat(501)))
                .then()
                .statusCode(422);
    }

    private static Response cancelWithoutBody(UUID alert) {
        return given().header("Authorization", CANTAL).post(ALERTS + "/" + alert + "/cancel");
    }

    private static List<AlertControl> controls(UUID alert, int count) throws Exception {
        try (TopicProbe probe = TopicProbe.open()) {
            List<AlertControl> controls = new java.util.ArrayList<>();
            for (TopicProbe.Received each : probe.await(LIMIT, Topics.ALERT_CONTROL, alert.toString(), count)) {
                controls.add(EventJson.read(each.value().getBytes(StandardCharsets.UTF_8), AlertControl.class));
            }
            return controls;
        }
    }
}
