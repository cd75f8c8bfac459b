package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.AlertControl;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Topics;
import fr.vigie.simulators.smsc.SmscMessage;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
@QuarkusTestResource(SimulatedOperator.class)
class DispatchSmsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    SmscSimulator smsc;
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

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
        assertThat(events)
                .extracting(DeliveryEvent::state)
                .containsExactly(
                        DeliveryState.SENDING,
                        DeliveryState.QUEUED,
                        DeliveryState.SENDING,
                        DeliveryState.QUEUED,
                        DeliveryState.SENDING,
                        DeliveryState.ACCEPTED,
                        DeliveryState.DELIVERED);
        assertThat(events).extracting(DeliveryEvent::attempt).containsExactly(1, 2, 2, 3, 3, 3, 3);
        assertThat(events.get(1).reason()).isEqualTo(FailureReason.CARRIER_THROTTLED);
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
        org.awaitility.Awaitility.await()
                .atMost(LIMIT)
                .until(() -> at(number).get(0).receiptsAcknowledged() == 2);
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

        // When
        send(asked);

        // Then
        List<DeliveryEvent> events = untilFinal(asked);
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
        assertThat(last.carrierMessageId().split("\\+")).hasSize(3);
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

    private static String ordinary() {
        return "+9991%08d".formatted(SUBSCRIBERS.incrementAndGet() * 10);
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
        String key = asked.deliveryId().toString();
        return topics
                .await(
                        LIMIT,
                        List.of(Topics.DELIVERY_EVENTS),
                        each -> key.equals(each.key()),
                        found -> found.stream()
                                .map(DispatchSmsTest::event)
                                .anyMatch(event -> event.state().isFinal()))
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

    private static DeliveryEvent event(TopicProbe.Received received) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), DeliveryEvent.class);
        } catch (EventJson.MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
