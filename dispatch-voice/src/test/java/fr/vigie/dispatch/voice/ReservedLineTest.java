package fr.vigie.dispatch.voice;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.simulators.telephony.CallRecord;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trunk of five lines, of which one is kept for what is urgent. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_voice"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(
        value = Telephones.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "vigie.voice.trunks.simulator.max-calls", value = "5"))
class ReservedLineTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final int BULK = 10;
    private static final String BULK_NUMBERS = "+99955";
    private static final String URGENT_NUMBERS = "+99956";

    TelephoneSimulator telephones;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void shouldCallAtOnceWhatIsUrgentWhileThereIsMoreBulkThanLines() {
        // Given: telephones that listen to the end and press nothing
        for (int i = 0; i < BULK; i++) {
            lanes.send(Requests.bulk(Requests.callTo(BULK_NUMBERS + "%04d974".formatted(i))));
        }
        Awaitility.await().atMost(LIMIT).until(() -> up(calls(BULK_NUMBERS), Instant.now()) == 4);

        // When
        DeliveryRequested urgent = Requests.callTo(URGENT_NUMBERS + "0001001");
        lanes.send(urgent);

        // Then
        lanes.until(urgent, event -> event.state() == DeliveryState.ACKNOWLEDGED);
        assertThat(calls(URGENT_NUMBERS)).singleElement().satisfies(call -> {
            assertThat(up(calls(BULK_NUMBERS), call.invitedAt())).isEqualTo(4);
        });
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> calls(BULK_NUMBERS).stream()
                                .filter(call -> call.endedAt() != null)
                                .count()
                        == BULK);
        List<CallRecord> bulk = calls(BULK_NUMBERS);
        // A call is up from its INVITE to its end; the most at once is seen when one begins.
        assertThat(bulk)
                .allSatisfy(call -> assertThat(up(bulk, call.invitedAt())).isLessThanOrEqualTo(4));
    }

    private List<CallRecord> calls(String prefix) {
        return telephones.journal().stream()
                .filter(call -> call.called().startsWith(prefix))
                .toList();
    }

    private static long up(List<CallRecord> calls, Instant at) {
        return calls.stream()
                .filter(call -> !call.invitedAt().isAfter(at))
                .filter(call -> call.endedAt() == null || call.endedAt().isAfter(at))
                .count();
    }
}
