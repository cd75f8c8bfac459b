package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.dispatch.flow.Recording.Outcome;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hand-overs of a sleeper, on a real database. */
class LateOutcomesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:55:00Z");

    private TestDatabase postgres;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        postgres = TestDatabase.with("/db/dispatch/V1_1__delivery.sql", "/db/dispatch/V1_4__quiet_hours.sql");
        database = postgres.copy();
    }

    @AfterEach
    void close() throws Exception {
        postgres.close();
    }

    @Test
    void shouldFindTheLaterHandOverWhenTheSmscGivesOutItsIdAgain() {
        // Given
        Delivery earlier = takenByAnother();
        Delivery later = takenByAnother();
        handedOver(earlier, NOW);

        // When
        handedOver(later, NOW.plusSeconds(60));
        handedOver(earlier, NOW); // told again, as after a commit whose answer was lost

        // Then
        Receipt receipt = new Receipt("sim", "17", DeliveryState.DELIVERED, null, NOW);
        assertThat(database.transaction(statements -> new Deliveries(statements).findByReceipt(List.of(receipt)))
                        .get(0)
                        .deliveryId())
                .isEqualTo(later.deliveryId());
    }

    private Delivery takenByAnother() {
        UUID id = UUID.randomUUID();
        Delivery row = new Delivery(
                id,
                id,
                id,
                id,
                null,
                Urgency.URGENT,
                DeliveryState.SENDING,
                2,
                0,
                0,
                0,
                0,
                true,
                NOW.plusSeconds(3600),
                Waiting.LEASE,
                null,
                null,
                null,
                null,
                "encrypted",
                null,
                null);
        database.transaction(
                statements -> new Deliveries(statements).insert(List.of(row), Duration.ofMinutes(1), "another", null));
        return row;
    }

    private void handedOver(Delivery row, Instant at) {
        List<DeliveryEvent> told = database.transaction(statements -> new LateOutcomes(
                        statements, new Deliveries(statements), new News(Channel.SMS))
                .record(List.of(new Outcome(row, "sim", new Accepted("17", at), null))));
        assertThat(told).extracting(DeliveryEvent::possibleDuplicate).containsExactly(true);
    }
}
