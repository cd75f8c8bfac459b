package fr.vigie.dispatch.voice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.service.Roles;
import fr.vigie.simulators.telephony.CallOutcome;
import fr.vigie.simulators.telephony.CallRecord;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the request in Kafka to the event in Kafka, with real calls in between. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "dispatch_voice"))
@QuarkusTestResource(value = Telephones.class, restrictToAnnotatedClass = true)
class DispatchVoiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    @TestHTTPResource(value = "/", management = true)
    String management;

    TelephoneSimulator telephones;
    TopicProbe topics;

    @BeforeEach
    void open() {
        topics = TopicProbe.open();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldReportAcknowledgedWhenSomeonePressesOne() {
        // Given
        String number = number("001");
        DeliveryRequested asked = Requests.callTo(number);

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(states(events)).containsExactly(DeliveryState.CALLING, DeliveryState.ACKNOWLEDGED);
        DeliveryEvent last = last(events);
        assertThat(last.attempt()).isEqualTo(1);
        assertThat(last.carrier()).isEqualTo("simulator");
        assertThat(last.handedOverAt()).isBetween(calls(number).get(0).invitedAt(), Instant.now());
        assertThat(calls(number)).singleElement().satisfies(call -> {
            assertThat(call.keys()).isEqualTo("1");
            assertThat(call.lostPackets()).isZero();
        });
    }

    @Test
    void shouldCallAgainWhenTheLineIsBusyUntilSomeoneAnswers() {
        String number = number("970");
        DeliveryRequested asked = Requests.callTo(number);

        send(asked);

        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(states(events))
                .containsExactly(
                        DeliveryState.CALLING,
                        DeliveryState.BUSY,
                        DeliveryState.CALLING,
                        DeliveryState.BUSY,
                        DeliveryState.CALLING,
                        DeliveryState.ACKNOWLEDGED);
        assertThat(events).extracting(DeliveryEvent::attempt).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(calls(number)).hasSize(3);
    }

    @Test
    void shouldKeepARecordOfEachCallWithoutTheNumber() {
        String number = number("970");
        DeliveryRequested asked = Requests.callTo(number);

        send(asked);
        untilFinal(asked);

        untilEnded(Map.of("deliveryId", asked.deliveryId()), 3);
        String records = calls(Map.of("deliveryId", asked.deliveryId()))
                .then()
                .statusCode(200)
                .header("Link", nullValue())
                .body("attempt", contains(1, 2, 3))
                .body("alertId", everyItem(equalTo(asked.alertId().toString())))
                .body("trunk", everyItem(equalTo("simulator")))
                .body("possibleDuplicate", everyItem(equalTo(false)))
                .body("outcome", contains("BUSY", "BUSY", "ACKNOWLEDGED"))
                .body("reason", contains("LINE_BUSY", "LINE_BUSY", null))
                .body("sipStatus", contains(486, 486, null))
                .body("end", contains("REFUSED", "REFUSED", "HUNG_UP_HERE"))
                .body("keys", contains("", "", "1"))
                .body("[2].packetsSent", greaterThan(20))
                .body("[2].ringingAt", notNullValue())
                .body("[2].answeredAt", notNullValue())
                .extract()
                .asString();
        assertThat(records).doesNotContain(number.substring(1));
    }

    @Test
    void shouldShowACallThatIsUnderWay() {
        // Given someone who listens to the end and presses nothing
        DeliveryRequested asked = Requests.callTo(number("974"));
        Map<String, Object> ofDelivery = Map.of("deliveryId", asked.deliveryId());

        // When
        send(asked);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !calls(ofDelivery).jsonPath().getList("").isEmpty());

        // Then
        String call = calls(ofDelivery)
                .then()
                .body("end", contains("UNDER_WAY"))
                .body("attempt", contains(1))
                .body("[0].setUpAt", notNullValue())
                .body("[0].endedAt", nullValue())
                .body("[0].outcome", nullValue())
                .body("[0].keys", nullValue())
                .body("[0].packetsSent", nullValue())
                .extract()
                .path("[0].callId");

        // And
        untilFinal(asked);
        untilEnded(ofDelivery, 1);
        calls(ofDelivery)
                .then()
                .body("callId", contains(call))
                .body("end", contains("HUNG_UP_HERE"))
                .body("[0].endedAt", notNullValue())
                .body("[0].packetsSent", greaterThan(20));
    }

    @Test
    void shouldSayInWordsWhatItsMetersCount() {
        DeliveryRequested asked = Requests.callTo(number("001"));
        send(asked);
        untilFinal(asked);

        String page = given().baseUri(management).get("metrics").asString();

        assertThat(page.lines().filter(line -> line.matches("# HELP vigie_(calls|rtp|rtcp|call_records)[_ ].*")))
                .hasSizeGreaterThanOrEqualTo(7)
                .allMatch(line -> line.matches("# HELP \\S+ [A-Z].{10,}"));
        assertThat(page).contains("vigie_rtcp_packets_total{direction=\"sent\"");
    }

    @Test
    void shouldPageThroughTheCallsOfAnAlert() {
        DeliveryRequested asked = Requests.callTo(number("970"));
        send(asked);
        untilFinal(asked);
        Map<String, Object> ofAlert = Map.of("alertId", asked.alertId(), "limit", 2);
        untilEnded(Map.of("alertId", asked.alertId()), 3);

        Response first = calls(ofAlert);

        first.then().statusCode(200).body("attempt", contains(1, 2));
        String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        given().header("Authorization", TestTokens.bearer(Roles.OPERATOR, "15"))
                .urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(200)
                .header("Link", nullValue())
                .body("attempt", contains(3));
        calls(Map.of("alertId", asked.alertId(), "deliveryId", asked.deliveryId()))
                .then()
                .statusCode(422);
        calls(Map.of("alertId", asked.alertId(), "cursor", "x")).then().statusCode(422);
        calls(Map.of("alertId", asked.alertId(), "limit", 501)).then().statusCode(422);
    }

    @Test
    void shouldKeepARecordOfATryThatNeverGotOut() {
        DeliveryRequested asked = Requests.saying("… !", number("003"));
        send(asked);
        untilFinal(asked);

        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> calls(Map.of("deliveryId", asked.deliveryId()))
                        .then()
                        .body("end", contains("NOT_PLACED"))
                        .body("reason", contains("CONTENT_UNUSABLE"))
                        .body("outcome", contains("FAILED"))
                        .body("[0].packetsSent", equalTo(0)));
    }

    private static void untilEnded(Map<String, Object> query, int calls) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            List<String> ends = calls(query).jsonPath().getList("endedAt");
            return ends.size() == calls && !ends.contains(null);
        });
    }

    private static Response calls(Map<String, Object> query) {
        return given().header("Authorization", TestTokens.bearer(Roles.OPERATOR, "15"))
                .queryParams(query)
                .get("/api/v1/calls");
    }

    @Test
    void shouldShowCallsToOperatorsAndToWhoeverHasTheWholeCountry() {
        String someone = UUID.randomUUID().toString();
        given().queryParam("deliveryId", someone).get("/api/v1/calls").then().statusCode(401);
        given().header("Authorization", TestTokens.bearer(Roles.REFERENT, "15"))
                .queryParam("deliveryId", someone)
                .get("/api/v1/calls")
                .then()
                .statusCode(403);
        given().header("Authorization", TestTokens.bearer(Roles.REFERENT, "*"))
                .queryParam("deliveryId", someone)
                .get("/api/v1/calls")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        for (String bad : new String[] {"", "not-a-uuid"}) {
            given().header("Authorization", TestTokens.bearer(Roles.OPERATOR, "15"))
                    .queryParam("deliveryId", bad)
                    .get("/api/v1/calls")
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo("deliveryId"));
        }
    }

    @Test
    void shouldGiveUpAfterThreeTriesWhenNobodyAnswers() {
        String number = number("972");
        DeliveryRequested asked = Requests.callTo(number);

        send(asked);

        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(last.reason()).isEqualTo(FailureReason.NOT_ANSWERED);
        assertThat(last.attempt()).isEqualTo(3);
        assertThat(calls(number)).hasSize(3).allMatch(call -> call.outcome() == CallOutcome.CANCELLED);
    }

    @Test
    void shouldReportVoicemailWhenAMachinePicksUp() {
        DeliveryRequested asked = Requests.callTo(number("973"));

        send(asked);

        assertThat(last(untilFinal(asked)).state()).isEqualTo(DeliveryState.VOICEMAIL);
    }

    @Test
    void shouldReportOnlyAnsweredWhenNoKeyIsPressed() {
        DeliveryRequested asked = Requests.callTo(number("974"));

        send(asked);

        assertThat(last(untilFinal(asked)).state()).isEqualTo(DeliveryState.ANSWERED);
    }

    @Test
    void shouldTryTheNextNumberWhenTheFirstDoesNotExist() {
        String dead = number("975");
        String alive = number("002");
        DeliveryRequested asked = Requests.callTo(dead, alive);

        send(asked);

        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(calls(dead))
                .singleElement()
                .satisfies(call -> assertThat(call.outcome()).isEqualTo(CallOutcome.UNALLOCATED));
        assertThat(calls(alive)).hasSize(1);
    }

    @Test
    void shouldFailAtOnceWhenTheOnlyNumberDoesNotExist() {
        DeliveryRequested asked = Requests.callTo(number("975"));

        send(asked);

        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(last.reason()).isEqualTo(FailureReason.NUMBER_DEAD);
        assertThat(last.attempt()).isEqualTo(1);
    }

    @Test
    void shouldTellTheRegistryWhenSomeonePressesNineTwice() throws MalformedEventException {
        DeliveryRequested asked = Requests.callTo(number("978"));

        send(asked);

        assertThat(last(untilFinal(asked)).state()).isEqualTo(DeliveryState.ANSWERED);
        String recipient = asked.recipientId().toString();
        SubscriberEvent told = EventJson.read(
                topics.await(LIMIT, Topics.SUBSCRIBER_EVENTS, recipient, 1)
                        .get(0)
                        .value()
                        .getBytes(StandardCharsets.UTF_8),
                SubscriberEvent.class);
        assertThat(told.type()).isEqualTo(SubscriberEvent.Type.OPTED_OUT);
        assertThat(told.source()).isEqualTo("VOICE_KEY_9");
    }

    @Test
    void shouldFailWhenTheTextCannotBeSpoken() {
        String number = number("003");
        DeliveryRequested asked = Requests.saying("… !", number);

        send(asked);

        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(last.reason()).isEqualTo(FailureReason.CONTENT_UNUSABLE);
        assertThat(calls(number)).isEmpty();
    }

    @Test
    void shouldCallFiftyMerchantsAtOnce() {
        List<DeliveryRequested> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(Requests.callTo(number("1%02d".formatted(i))));
        }

        asked.forEach(this::send);

        Set<String> ids = asked.stream().map(one -> one.deliveryId().toString()).collect(Collectors.toSet());
        List<DeliveryEvent> ends = topics
                .await(
                        LIMIT,
                        List.of(Topics.DELIVERY_EVENTS),
                        each -> ids.contains(each.key()) && event(each).state().isFinal(),
                        found -> found.size() == 50)
                .stream()
                .map(DispatchVoiceTest::event)
                .toList();
        assertThat(ends).allMatch(end -> end.state() == DeliveryState.ACKNOWLEDGED);
    }

    private static String number(String lastDigits) {
        return "+9997%05d%s".formatted(SUBSCRIBERS.incrementAndGet(), lastDigits);
    }

    private List<CallRecord> calls(String number) {
        return telephones.journal().stream()
                .filter(call -> call.called().equals(number))
                .toList();
    }

    private void send(DeliveryRequested asked) {
        topics.send(
                Topics.dispatch(Channel.VOICE, asked.urgency()),
                asked.recipientId().toString(),
                new String(EventJson.write(asked), StandardCharsets.UTF_8),
                Map.of());
    }

    private List<DeliveryEvent> untilFinal(DeliveryRequested asked) {
        String key = asked.deliveryId().toString();
        return topics
                .await(
                        LIMIT,
                        List.of(Topics.DELIVERY_EVENTS),
                        each -> key.equals(each.key()),
                        found -> found.stream()
                                .map(DispatchVoiceTest::event)
                                .anyMatch(event -> event.state().isFinal()))
                .stream()
                .map(DispatchVoiceTest::event)
                .toList();
    }

    private static List<DeliveryState> states(List<DeliveryEvent> events) {
        return events.stream().map(DeliveryEvent::state).toList();
    }

    private static DeliveryEvent last(List<DeliveryEvent> events) {
        return events.get(events.size() - 1);
    }

    private static DeliveryEvent event(TopicProbe.Received received) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), DeliveryEvent.class);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
