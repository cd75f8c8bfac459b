package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A carrier that throws, the launcher's own thread, and the recorder's on a real database. */
class LauncherTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final PaperCarrier carrier = new PaperCarrier("paper", 1);
    private RealFlow flow;

    @BeforeEach
    void open() throws SQLException, IOException {
        flow = new RealFlow(carrier);
    }

    @AfterEach
    void close() throws SQLException, InterruptedException {
        flow.close();
    }

    @Test
    void shouldEndOneDeliveryAndHandOverTheNextWhenTheCarrierThrowsAnError() {
        // Given
        Delivery poison = Samples.sending(Urgency.URGENT);
        Delivery next = Samples.sending(Urgency.URGENT);
        carrier.take = handOver -> {
            if (handOver.deliveryId().equals(poison.deliveryId())) {
                throw new StackOverflowError();
            }
            return CompletableFuture.completedFuture(new Accepted("4711", Instant.now()));
        };
        flow.database.transaction(statements ->
                new Deliveries(statements).insert(List.of(poison, next), Duration.ofSeconds(30), "test", null));
        assertThat(flow.desk.reserve(Urgency.URGENT, 2)).isEqualTo(2);

        // When
        flow.desk.offer(
                List.of(Samples.held(poison, Duration.ofSeconds(15)), Samples.held(next, Duration.ofSeconds(15))));

        // Then
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(stored(next).state()).isEqualTo(DeliveryState.ACCEPTED));
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(stored(poison))
                        .returns(DeliveryState.QUEUED, Delivery::state)
                        .returns(1, Delivery::tries)
                        .returns(FailureReason.UNSPECIFIED, Delivery::reason)
                        .returns(false, Delivery::possibleDuplicate));
        assertThat(flow.launcher.isAlive()).isTrue();
        assertThat(flow.desk.underWay()).isZero();
    }

    private Delivery stored(Delivery row) {
        return flow.database
                .transaction(statements -> new Deliveries(statements).find(List.of(row.deliveryId())))
                .get(row.deliveryId());
    }
}
