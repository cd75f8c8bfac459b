package fr.vigie.ingest.progress;

import static fr.vigie.ingest.Samples.ALERTS;
import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.Samples.get;
import static fr.vigie.ingest.progress.Dispatcher.event;
import static fr.vigie.ingest.progress.Dispatcher.withFallback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.RecipientsResolved.LeftOut;
import fr.vigie.events.Topics;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class ProgressTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Dispatcher dispatcher;
    private UUID alert;

    @BeforeEach
    void setUp() {
        dispatcher = new Dispatcher();
        alert = accepted();
    }

    @AfterEach
    void tearDown() {
        dispatcher.close();
    }

    @Test
    void shouldCountChunksOnceAndShowTotalsAndThoseLeftOut() {
        dispatcher.resolved(alert, 0, 2, 1);
        dispatcher.resolved(alert, 1, 1, 0);
        dispatcher.resolved(alert, 0, 2, 1);
        JsonPath resolving = progressWhen(p -> p.getInt("resolved.chunks") == 2);
        assertThat(resolving.getString("phase")).isEqualTo("RESOLVING");
        assertThat(resolving.getInt("resolved.sms")).isEqualTo(3);
        assertThat(resolving.getInt("expected")).isEqualTo(4);

        dispatcher.totals(alert, 2, 3, 1, new LeftOut(5, 6, 7, 8));
        dispatcher.totals(alert, 2, 3, 1, new LeftOut(5, 6, 7, 8));

        JsonPath dispatching = progressWhen(p -> p.getBoolean("resolved.complete"));
        assertThat(dispatching.getString("phase")).isEqualTo("DISPATCHING");
        assertThat(dispatching.getInt("waiting")).isEqualTo(4);
        assertThat(dispatching.getMap("leftOut"))
                .isEqualTo(Map.of("outsideTerritory", 5, "noUsableNumber", 6, "positionTooVague", 7, "tooLate", 8));
    }

    @Test
    void shouldSayWhyACallWaitsAndUntilWhen() {
        // Given
        UUID call = UUID.randomUUID();
        String deliveries = ALERTS + "/" + alert + "/deliveries";
        dispatcher.delivered(Dispatcher.afterHours(alert, call, 0, 3_600));

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> get(CANTAL, deliveries)
                        .then()
                        .body("items[0].reason", equalTo("CONTACT_HOURS"))
                        .body("items[0].dueAt", equalTo("2026-11-21T11:00:00Z")));

        // When
        dispatcher.delivered(event(alert, call, Channel.VOICE, DeliveryState.CALLING, 1, 3_600, null));

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> get(CANTAL, deliveries)
                        .then()
                        .body("items[0].state", equalTo("CALLING"))
                        .body("items[0].dueAt", nullValue()));
    }

    @Test
    void shouldBeFinalAtOnceWhenNobodyIsToBeWarned() {
        dispatcher.totals(alert, 0, 0, 0, LeftOut.NONE);

        assertThat(progressWhen(p -> "FINAL".equals(p.getString("phase"))).getString("allFinalAt"))
                .isEqualTo("2026-11-21T10:00:00Z");
    }

    @Test
    void shouldWaitForFallbackBeforeAllIsFinal() {
        UUID sms = UUID.randomUUID();
        UUID voice = UUID.randomUUID();
        dispatcher.totals(alert, 1, 1, 0, LeftOut.NONE);
        dispatcher.delivered(event(alert, sms, Channel.SMS, DeliveryState.ACCEPTED, 1, 2, 1));
        dispatcher.delivered(withFallback(event(alert, sms, Channel.SMS, DeliveryState.UNDELIVERABLE, 1, 5, 1), voice));
        JsonPath failed = progressWhen(p -> p.getInt("fallbacks") == 1);
        assertThat(failed.getString("phase")).isEqualTo("DISPATCHING");
        assertThat(failed.getInt("expected")).isEqualTo(2);

        dispatcher.delivered(event(alert, voice, Channel.VOICE, DeliveryState.CALLING, 1, 6, null));
        dispatcher.delivered(event(alert, voice, Channel.VOICE, DeliveryState.ACKNOWLEDGED, 1, 9, 8));

        JsonPath done = progressWhen(p -> "FINAL".equals(p.getString("phase")));
        assertThat(done.getMap("deliveries"))
                .isEqualTo(Map.of("SMS", Map.of("UNDELIVERABLE", 1), "VOICE", Map.of("ACKNOWLEDGED", 1)));
        assertThat(done.getMap("handedOver")).isEqualTo(Map.of("SMS", 1, "VOICE", 1));
        assertThat(done.getString("firstHandOffAt")).isEqualTo("2026-11-21T10:00:01Z");
        assertThat(done.getString("lastHandOffAt")).isEqualTo("2026-11-21T10:00:08Z");
        assertThat(done.getString("allFinalAt")).isEqualTo("2026-11-21T10:00:09Z");
    }

    @Test
    void shouldReplaceUnconfirmedByLateReceiptAndNotTheOtherWayRound() {
        UUID sms = UUID.randomUUID();
        dispatcher.totals(alert, 1, 1, 0, LeftOut.NONE);
        dispatcher.delivered(event(alert, sms, Channel.SMS, DeliveryState.UNCONFIRMED, 1, 3, 1));
        progressWhen(p -> "FINAL".equals(p.getString("phase")));

        dispatcher.delivered(event(alert, sms, Channel.SMS, DeliveryState.DELIVERED, 1, 4, 1));
        dispatcher.delivered(event(alert, sms, Channel.SMS, DeliveryState.UNCONFIRMED, 1, 5, 1));

        JsonPath done = progressWhen(p -> p.getMap("deliveries.SMS").containsKey("DELIVERED"));
        assertThat(done.getMap("deliveries.SMS")).isEqualTo(Map.of("DELIVERED", 1));
        assertThat(done.getInt("finals")).isEqualTo(1);
        assertThat(done.getString("allFinalAt")).isEqualTo("2026-11-21T10:00:03Z");
    }

    @Test
    void shouldListDeliveriesByPageStateAndChannel() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID id = UUID.randomUUID();
            sent.add(id.toString());
            dispatcher.delivered(event(alert, id, Channel.SMS, DeliveryState.ACCEPTED, 1, 2, 1));
        }
        UUID call = UUID.randomUUID();
        dispatcher.delivered(event(alert, call, Channel.VOICE, DeliveryState.BUSY, 2, 3, null));
        progressWhen(p -> p.getInt("expected") == 6);

        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = get(CANTAL, path("?channel=SMS&limit=2" + cursor));
            seen.addAll(page.path("items.deliveryId"));
            cursor = page.path("next") == null ? null : "&cursor=" + page.path("next");
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(sent);
        get(CANTAL, path("?state=BUSY"))
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].deliveryId", equalTo(call.toString()))
                .body("items[0].attempt", equalTo(2))
                .body("items[0].carrier", equalTo("north"))
                .body("items[0].possibleDuplicate", equalTo(false));
        get(CANTAL, path("?limit=0")).then().statusCode(422);
        get(CANTAL, path("?cursor=x")).then().statusCode(422);
    }

    @Test
    void shouldSetPoisonAsideAndCountWhatIsGood() {
        int before = deadLetters();
        UUID good = UUID.randomUUID();
        dispatcher.raw(Topics.DELIVERY_EVENTS, "{\"state\":\"NO_SUCH_STATE\"}");
        dispatcher.raw(
                Topics.DELIVERY_EVENTS, "{\"attempt\":1,\"possibleDuplicate\":false,\"chunk\":0,\"position\":0}");
        dispatcher.raw(Topics.DELIVERY_EVENTS, "no json");
        dispatcher.raw(
                Topics.DELIVERY_EVENTS,
                new String(
                                EventJson.write(event(
                                        alert, UUID.randomUUID(), Channel.SMS, DeliveryState.ACCEPTED, 1, 2, null)),
                                StandardCharsets.UTF_8)
                        .replace("north", "no\\u0000rth"));
        dispatcher.delivered(event(alert, good, Channel.SMS, DeliveryState.DELIVERED, 1, 2, 1));
        dispatcher.delivered(
                event(UUID.randomUUID(), UUID.randomUUID(), Channel.SMS, DeliveryState.DELIVERED, 1, 2, 1));

        progressWhen(p -> p.getInt("finals") == 1);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(deadLetters()).isEqualTo(before + 4));
    }

    private static int deadLetters() {
        try (TopicProbe probe = TopicProbe.open()) {
            return probe.all(Topics.deadLetter(Topics.DELIVERY_EVENTS)).size();
        }
    }

    private String path(String query) {
        return ALERTS + "/" + alert + "/deliveries" + query;
    }

    private JsonPath progressWhen(Predicate<JsonPath> condition) {
        return await().atMost(LIMIT)
                .until(() -> get(CANTAL, ALERTS + "/" + alert).jsonPath().setRootPath("progress"), condition::test);
    }
}
