package fr.vigie.dispatch.sms;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.dispatch.flow.Dispatcher;
import fr.vigie.events.AlertControl;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Topics;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscMessage;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(value = SimulatedOperator.class, restrictToAnnotatedClass = true)
class DispatchSmsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    @Inject
    Database database;

    @Inject
    Contents contents;

    @Inject
    Dispatcher dispatcher;

    @Inject
    MeterRegistry meters;

    SmscSimulator smsc;
    TopicProbe topics;

    @BeforeEach
    void open() {
        topics = TopicProbe.open();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> dispatcher.carriers().get(0).available());
    }

    @AfterEach
    void close() {
        smsc.turn(SimulatedOperator.QUICK);
        topics.close();
    }

    @Test
    void shouldLiveWithAllItsThreadsWhenItWorks() {
        Awaitility.await().atMost(LIMIT).until(dispatcher::working);

        assertThat(dispatcher.alive()).isTrue();
    }

    @Test
    void shouldReportAcceptedAndDeliveredWhenAnOrdinaryNumberIsSentTo() {
        // Given
        String number = ordinary();
        DeliveryRequested asked = Requests.urgent().to(number);

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(events)
                .extracting(DeliveryEvent::state)
                .containsExactly(DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
        DeliveryEvent last = events.get(2);
        assertThat(last.attempt()).isEqualTo(1);
        assertThat(last.carrier()).isEqualTo("sim");
        assertThat(last.handedOverAt()).isNotNull();
        assertThat(last.possibleDuplicate()).isFalse();
        assertThat(at(number)).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo(Requests.TEXT);
            assertThat(message.source()).isEqualTo("VIGIE");
            assertThat(message.messageId()).isEqualTo(last.carrierMessageId());
        });
    }

    @Test
    void shouldAskTheTelephoneServiceWhenTheTextIsRejected() throws EventJson.MalformedEventException {
        // Given
        DeliveryRequested asked =
                Requests.urgent().fallingBackTo("+33199001234").to(numbered("991"));

        // When
        send(asked);

        // Then
        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.REJECTED);
        assertThat(last.reason()).isEqualTo(FailureReason.NUMBER_INVALID);
        DeliveryRequested call = EventJson.read(
                topics.await(
                                LIMIT,
                                Topics.DISPATCH_VOICE_URGENT,
                                asked.recipientId().toString(),
                                1)
                        .get(0)
                        .value()
                        .getBytes(StandardCharsets.UTF_8),
                DeliveryRequested.class);
        assertThat(call.deliveryId())
                .isEqualTo(last.fallback())
                .isEqualTo(DeliveryRequested.idOf(asked.alertId(), asked.recipientId(), Channel.VOICE));
        assertThat(call.fallbackOf()).isEqualTo(asked.deliveryId());
        assertThat(call.text()).isEqualTo("Message d'alerte.");
        assertThat(call.numbers()).isEqualTo(asked.fallback().numbers());
        assertThat(call.expires()).isEqualTo(asked.expires());
    }

    @Test
    void shouldTryAgainWhenTheOperatorThrottles() {
        // Given
        String number = numbered("992");
        DeliveryRequested asked = Requests.urgent().to(number);
        long units = dispatcher.carriers().get(0).unitsHandedOver();

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(dispatcher.carriers().get(0).unitsHandedOver()).isEqualTo(units + 1);
        assertThat(events)
                .extracting(DeliveryEvent::state)
                .containsExactly(DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
        assertThat(events).extracting(DeliveryEvent::attempt).containsExactly(1, 1, 1); // refused is not handed over
        assertThat(at(number)).hasSize(1);
    }

    @Test
    void shouldFindTheDeliveryWhenTheReceiptComesBeforeTheResponse() {
        DeliveryRequested asked = Requests.urgent().to(numbered("994"));
        send(asked);
        assertThat(untilFinal(asked))
                .extracting(DeliveryEvent::state)
                .containsExactly(DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
    }

    @Test
    void shouldReportOnceWhenTheReceiptComesTwice() {
        // Given
        String number = numbered("995");
        DeliveryRequested asked = Requests.urgent().to(number);

        // When
        send(asked);

        // Then
        untilFinal(asked);
        Awaitility.await().atMost(LIMIT).until(() -> at(number).get(0).receiptsAcknowledged() == 2);
        assertThat(events(asked)).filteredOn(event -> event.state().isFinal()).hasSize(1);
    }

    @Test
    void shouldSendNothingWhenTheAlertWasCancelledBefore() {
        // Given
        Requests alert = Requests.urgent();
        cancel(alert);
        String number = ordinary();
        DeliveryRequested asked = alert.to(number);

        // When
        send(asked);

        // Then
        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.CANCELLED);
        assertThat(last.reason()).isEqualTo(FailureReason.ALERT_CANCELLED);
        assertThat(at(number)).isEmpty();
    }

    @Test
    void shouldSendNothingWhenTheAlertHasExpired() {
        String number = ordinary();
        DeliveryRequested asked =
                Requests.urgent().expiring(Instant.now().minusSeconds(1)).to(number);
        send(asked);
        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(last.reason()).isEqualTo(FailureReason.ALERT_EXPIRED);
        assertThat(at(number)).isEmpty();
    }

    @Test
    void shouldSendOnceWhenTheRecordIsReadTwice() {
        // Given
        String number = ordinary();
        DeliveryRequested asked = Requests.urgent().to(number);
        send(asked);
        untilFinal(asked);

        // When
        send(asked);
        DeliveryRequested marker = sameLaneAs(asked);

        // Then
        untilFinal(marker);
        assertThat(at(number)).hasSize(1);
        assertThat(events(asked)).hasSize(3);
    }

    @Test
    void shouldTryTheNextNumberWhenTheFirstIsNoGood() {
        // Given
        String good = ordinary();
        DeliveryRequested asked = Requests.urgent().to(numbered("991"), numbered("990"), good);

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(last(events).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(last(events).attempt()).isEqualTo(3);
        assertThat(at(good)).hasSize(1);
        assertThat(events).noneMatch(event -> event.state() == DeliveryState.REJECTED);
    }

    @Test
    void shouldSendAgainAndSaySoWhenTheResponseIsLost() {
        // Given
        String number = numbered("999");
        DeliveryRequested asked = Requests.urgent().to(number);
        double flagged = flagged();

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(events).filteredOn(DeliveryEvent::possibleDuplicate).hasSizeGreaterThan(1);
        assertThat(flagged()).isEqualTo(flagged + 1); // the delivery, not each change of it
        assertThat(events).extracting(DeliveryEvent::state).contains(DeliveryState.UNKNOWN);
        assertThat(last(events).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(last(events).possibleDuplicate()).isTrue();
        assertThat(at(number)).hasSize(2);
    }

    @Test
    void shouldDeliverOnceAllPartsAreWhenTheTextIsLong() {
        // Given
        String number = ordinary();
        String text = "é".repeat(200) + "€" + "fin".repeat(40);
        DeliveryRequested asked = Requests.urgent().saying(text).to(number);

        // When
        send(asked);

        // Then
        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.DELIVERED);
        List<SmscMessage> parts = at(number);
        assertThat(parts).hasSize(3).allMatch(part -> part.parts() == 3);
        assertThat(String.join("", parts.stream().map(SmscMessage::text).toList()))
                .isEqualTo(text);
        assertThat(last.carrierMessageId().split(" ")).hasSize(3);
    }

    @Test
    void shouldSendAgainAndSaySoWhenACopyDiedBeforeItRecordedAnUrgentHandOver() {
        // Given
        String number = ordinary();
        DeliveryRequested asked = Requests.urgent().to(number);
        double flagged = flagged();

        // When
        diedWith(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(flagged()).isEqualTo(flagged + 1);
        assertThat(events)
                .extracting(DeliveryEvent::state)
                .containsExactly(
                        DeliveryState.UNKNOWN, DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
        assertThat(events).extracting(DeliveryEvent::attempt).containsExactly(1, 2, 2, 2);
        assertThat(events).allMatch(DeliveryEvent::possibleDuplicate);
        assertThat(events.get(0).reason()).isEqualTo(FailureReason.INTERRUPTED);
        assertThat(at(number)).hasSize(1);
    }

    @Test
    void shouldWaitAndSayUnconfirmedWhenACopyDiedBeforeItRecordedABulkHandOver() {
        // Given
        String number = ordinary();
        DeliveryRequested asked = Requests.urgent()
                .bulk()
                .expiring(Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS))
                .to(number);

        // When
        diedWith(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(events)
                .extracting(DeliveryEvent::state)
                .containsExactly(DeliveryState.UNKNOWN, DeliveryState.UNCONFIRMED);
        assertThat(last(events).reason()).isEqualTo(FailureReason.INTERRUPTED);
        assertThat(last(events).at()).isAfterOrEqualTo(asked.expires());
        assertThat(at(number)).isEmpty();
    }

    @Test
    void shouldAskTheOperatorWhenTheNameOfAnUnknownHandOverIsKnown() {
        // Given
        smsc.turn(smsc.knobs().withReceipts(SmscKnobs.Receipts.NONE));
        String number = ordinary();
        DeliveryRequested asked = Requests.urgent().to(number);
        send(asked);
        until(asked, DeliveryState.ACCEPTED::equals);

        // When
        database.transaction(statements -> statements.run(
                "UPDATE delivery SET state = 'SENDING', rank = 10, waits_for = 'LEASE', due_at = now() WHERE"
                        + " delivery_id = $1",
                asked.deliveryId()));

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(events).extracting(DeliveryEvent::state).contains(DeliveryState.UNKNOWN);
        assertThat(last(events).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(last(events).possibleDuplicate()).isFalse();
        assertThat(at(number)).hasSize(1);
    }

    @Test
    void shouldAskTheOperatorWhenAReceiptIsOverdue() {
        // Given
        smsc.turn(smsc.knobs().withReceipts(SmscKnobs.Receipts.NONE));
        DeliveryRequested asked = Requests.urgent()
                .expiring(Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS))
                .to(ordinary());

        // When
        send(asked);

        // Then
        assertThat(last(untilFinal(asked)).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void shouldSayUnconfirmedWhenNobodyKnowsWhatBecameOfIt() {
        DeliveryRequested asked = Requests.urgent()
                .expiring(Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS))
                .fallingBackTo("+33199001234")
                .to(numbered("996"));
        send(asked);
        DeliveryEvent last = last(untilFinal(asked));
        assertThat(last.state()).isEqualTo(DeliveryState.UNCONFIRMED);
        assertThat(last.reason()).isEqualTo(FailureReason.NO_RECEIPT);
        assertThat(last.fallback()).isNull();
    }

    @Test
    void shouldFindTheDeliveryWhenTheReceiptSpellsTheIdWithoutItsZeros() {
        smsc.turn(smsc.knobs().withIdFormat(SmscKnobs.IdFormat.PADDED));
        DeliveryRequested asked = Requests.urgent().to(ordinary());
        send(asked);
        assertThat(last(untilFinal(asked)).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void shouldGoOnWhenTheLinkIsCut() {
        // Given
        smsc.dropAfter(3);

        // When
        List<DeliveryRequested> asked = Stream.generate(() -> Requests.urgent().to(ordinary()))
                .limit(20)
                .toList();
        asked.forEach(this::send);

        // Then
        assertThat(asked)
                .allSatisfy(each -> assertThat(last(untilFinal(each)).state()).isEqualTo(DeliveryState.DELIVERED));
    }

    @Test
    void shouldShowADeliveryWithoutItsNumbers() {
        // Given
        DeliveryRequested asked = Requests.urgent().to(ordinary());
        send(asked);
        untilFinal(asked);

        // When, then
        given().header("Authorization", TestTokens.bearer("auditor", "*"))
                .get("/api/v1/deliveries/" + asked.deliveryId())
                .then()
                .statusCode(200)
                .body("state", equalTo("DELIVERED"))
                .body("attempt", equalTo(1))
                .body("carrier", equalTo("sim"))
                .body("numbers", nullValue());
        given().get("/api/v1/deliveries/" + asked.deliveryId()).then().statusCode(401);
        given().header("Authorization", TestTokens.bearer("referent", "48"))
                .get("/api/v1/deliveries/" + asked.deliveryId())
                .then()
                .statusCode(403);
        given().header("Authorization", TestTokens.bearer("auditor", "48"))
                .get("/api/v1/deliveries/" + asked.alertId())
                .then()
                .statusCode(403);
        given().header("Authorization", TestTokens.roles("federation").bearer())
                .get("/api/v1/carriers")
                .then()
                .statusCode(403);
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .get("/api/v1/deliveries/" + asked.alertId())
                .then()
                .statusCode(404);
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .get("/api/v1/carriers")
                .then()
                .statusCode(200)
                .body("name", contains("sim"))
                .body("available", contains(true))
                .body("window", contains(100));
    }

    @Test
    void shouldSetAPoisonRecordAsideAndGoOn() {
        // When
        topics.send(Topics.DISPATCH_SMS_BULK, "poison", "{\"deliveryId\": 17", Map.of());
        DeliveryRequested asked = Requests.urgent().bulk().to(ordinary());
        send(asked);

        // Then
        assertThat(last(untilFinal(asked)).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(topics.await(LIMIT, Topics.deadLetter(Topics.DISPATCH_SMS_BULK), "poison", 1))
                .isNotEmpty();
    }

    /** A copy took the delivery and was killed: its lease has ended, and nobody knows whether it was handed over. */
    private void diedWith(DeliveryRequested asked) {
        Content content = Content.of(asked);
        database.transaction(statements -> {
            contents.store(statements, List.of(content));
            return new Deliveries(statements)
                    .insert(
                            List.of(Delivery.of(
                                    asked, content.contentId(), DeliveryState.SENDING, 1, null, Waiting.LEASE)),
                            Duration.ZERO,
                            "another",
                            null);
        });
    }

    private static String ordinary() {
        return "+9991%06d00".formatted(SUBSCRIBERS.incrementAndGet());
    }

    /** A fiction number with these last digits, which tell the simulator what to do. */
    private static String numbered(String lastDigits) {
        return "+9992%05d%s".formatted(SUBSCRIBERS.incrementAndGet(), lastDigits);
    }

    private DeliveryRequested sameLaneAs(DeliveryRequested other) {
        // The same partition, so that it is read after the other.
        DeliveryRequested marker = Requests.urgent().to(ordinary());
        topics.send(
                Topics.dispatch(Channel.SMS, marker.urgency()),
                other.recipientId().toString(),
                new String(EventJson.write(marker), StandardCharsets.UTF_8),
                Map.of());
        return marker;
    }

    private void send(DeliveryRequested asked) {
        topics.send(
                Topics.dispatch(Channel.SMS, asked.urgency()),
                asked.recipientId().toString(),
                new String(EventJson.write(asked), StandardCharsets.UTF_8),
                Map.of());
    }

    private void cancel(Requests alert) {
        AlertControl order = new AlertControl(
                alert.alertId(), AlertControl.Action.CANCEL, Instant.now(), alert.expires(), "officer-1", null);
        topics.send(
                Topics.ALERT_CONTROL,
                alert.alertId().toString(),
                new String(EventJson.write(order), StandardCharsets.UTF_8),
                Map.of());
    }

    private List<SmscMessage> at(String number) {
        return smsc.journal().stream()
                .filter(message -> message.destination().equals(number))
                .toList();
    }

    private List<DeliveryEvent> untilFinal(DeliveryRequested asked) {
        return until(asked, DeliveryState::isFinal);
    }

    private List<DeliveryEvent> until(DeliveryRequested asked, Predicate<DeliveryState> wanted) {
        String key = asked.deliveryId().toString();
        return topics
                .await(
                        LIMIT,
                        List.of(Topics.DELIVERY_EVENTS),
                        each -> key.equals(each.key()),
                        found -> found.stream()
                                .anyMatch(each -> wanted.test(event(each).state())))
                .stream()
                .map(DispatchSmsTest::event)
                .toList();
    }

    private List<DeliveryEvent> events(DeliveryRequested asked) {
        String key = asked.deliveryId().toString();
        return topics.all(Topics.DELIVERY_EVENTS).stream()
                .filter(each -> key.equals(each.key()))
                .map(DispatchSmsTest::event)
                .toList();
    }

    private static DeliveryEvent last(List<DeliveryEvent> events) {
        return events.get(events.size() - 1);
    }

    private double flagged() {
        return meters.get("vigie.deliveries.possible.duplicates")
                .functionCounter()
                .count();
    }

    private static DeliveryEvent event(TopicProbe.Received received) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), DeliveryEvent.class);
        } catch (EventJson.MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
