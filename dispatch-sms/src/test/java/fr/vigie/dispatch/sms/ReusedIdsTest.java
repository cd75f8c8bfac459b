package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An SMSC that was restarted gives out its ids again: one id, deliveries of several alerts. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(value = SimulatedOperator.class, restrictToAnnotatedClass = true)
class ReusedIdsTest {
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();
    /** Long enough to give an id to another delivery before the receipt comes. */
    private static final int RECEIPT_MILLIS = 3_000;
    /** So many that their rows fill pages of their own: which row is read last is not left to chance. */
    private static final int OTHERS = 40;

    private static final int NEVER_MILLIS = 600_000;

    @Inject
    Database database;

    SmscSimulator smsc;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
    }

    @AfterEach
    void close() {
        smsc.turn(SimulatedOperator.QUICK);
        lanes.close();
    }

    @Test
    void shouldCreditTheReceiptToTheDeliveryThatWaitsWhenAnEarlierOneHadItsId() {
        // Given
        List<DeliveryRequested> earlier = delivered(OTHERS);
        smsc.turn(smsc.knobs().withReceiptDelayMillis(RECEIPT_MILLIS, RECEIPT_MILLIS));
        DeliveryRequested waiting = accepted(1).get(0);

        // When
        sameId(waiting, earlier);

        // Then
        assertThat(lanes.untilFinal(waiting))
                .extracting(DeliveryEvent::state)
                .containsExactly(DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
        assertThat(lanes.untilFinal(earlier).values())
                .allSatisfy(events -> assertThat(events).hasSize(3));
    }

    @Test
    void shouldCreditTheReceiptToTheLastHandOverWhenSeveralWaitUnderItsId() {
        // Given
        smsc.turn(smsc.knobs().withReceiptDelayMillis(NEVER_MILLIS, NEVER_MILLIS));
        List<DeliveryRequested> earlier = accepted(OTHERS);
        smsc.turn(SimulatedOperator.QUICK.withReceiptDelayMillis(RECEIPT_MILLIS, RECEIPT_MILLIS));
        DeliveryRequested later = accepted(1).get(0);

        // When
        sameId(later, earlier);

        // Then
        assertThat(last(lanes.untilFinal(later)).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(states(earlier)).containsOnly(DeliveryState.ACCEPTED);
    }

    @Test
    void shouldCreditTheAnswerToTheDeliveryThatWaitsWhenAnEarlierOneHadItsId() {
        // Given
        List<DeliveryRequested> earlier = delivered(OTHERS);
        smsc.turn(smsc.knobs().withReceipts(SmscKnobs.Receipts.NONE));
        DeliveryRequested waiting = accepted(1).get(0);
        sameId(waiting, earlier);

        // When
        overdue(waiting);

        // Then
        assertThat(last(lanes.untilFinal(waiting)).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(lanes.untilFinal(earlier).values())
                .allSatisfy(events -> assertThat(events).hasSize(3));
    }

    @Test
    void shouldCreditTheAnswerToTheDeliveryAskedAboutWhenALaterOneWaitsUnderItsId() {
        // Given
        smsc.turn(smsc.knobs().withReceiptDelayMillis(NEVER_MILLIS, NEVER_MILLIS));
        List<DeliveryRequested> later = accepted(OTHERS);
        smsc.turn(SimulatedOperator.QUICK.withReceipts(SmscKnobs.Receipts.NONE));
        DeliveryRequested asked = accepted(1).get(0);
        sameId(asked, later);
        database.transaction(statements -> statements.run(
                "UPDATE delivery SET handed_over_at = now() + interval '1 s' WHERE delivery_id = ANY($1)",
                (Object) ids(later)));

        // When
        overdue(asked);

        // Then
        assertThat(last(lanes.untilFinal(asked)).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(states(later)).containsOnly(DeliveryState.ACCEPTED);
    }

    private List<DeliveryRequested> delivered(int count) {
        List<DeliveryRequested> asked = sent(count);
        lanes.untilFinal(asked);
        assertThat(states(asked)).containsOnly(DeliveryState.DELIVERED);
        return asked;
    }

    private List<DeliveryRequested> accepted(int count) {
        List<DeliveryRequested> asked = sent(count);
        lanes.until(asked, count, DeliveryState.ACCEPTED::equals);
        return asked;
    }

    private List<DeliveryRequested> sent(int count) {
        List<DeliveryRequested> asked = Stream.generate(() -> Requests.urgent().to(ordinary()))
                .limit(count)
                .toList();
        lanes.send(asked);
        return asked;
    }

    /** Gives one's id to the others, which are not asked about under it. */
    private void sameId(DeliveryRequested from, List<DeliveryRequested> to) {
        database.transaction(statements -> statements.run(
                "UPDATE delivery d SET carrier_message_id = o.carrier_message_id, due_at = CASE WHEN d.waits_for"
                        + " = 'RECEIPT' THEN now() + interval '1 hour' END FROM delivery o WHERE o.delivery_id ="
                        + " $1 AND d.delivery_id = ANY($2)",
                from.deliveryId(),
                ids(to)));
    }

    private void overdue(DeliveryRequested asked) {
        database.transaction(statements -> statements.run(
                "UPDATE delivery SET due_at = now() WHERE delivery_id = $1 AND waits_for = 'RECEIPT'",
                asked.deliveryId()));
    }

    private List<DeliveryState> states(List<DeliveryRequested> asked) {
        return database.transaction(statements -> new Deliveries(statements)
                .find(List.of(ids(asked))).values().stream()
                        .map(Delivery::state)
                        .toList());
    }

    private static UUID[] ids(List<DeliveryRequested> asked) {
        return asked.stream().map(DeliveryRequested::deliveryId).toArray(UUID[]::new);
    }

    private static String ordinary() {
        return "+9996%06d00".formatted(SUBSCRIBERS.incrementAndGet());
    }

    private static DeliveryEvent last(List<DeliveryEvent> events) {
        return events.get(events.size() - 1);
    }
}
