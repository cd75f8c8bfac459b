package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.flow.CarrierState;
import fr.vigie.dispatch.flow.Dispatcher;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator that takes so many a second and refuses the rest; in the configuration it has no limit. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(
        value = Operators.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "names", value = "busy"))
class ThrottlingOperatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TPS = 200;
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    @Inject
    Dispatcher dispatcher;

    Operators operators;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
        Awaitility.await().atMost(LIMIT).until(() -> carrier().available());
        operators.turn("busy", SimulatedOperator.QUICK.withTps(TPS));
    }

    @AfterEach
    void close() {
        operators.turn("busy", SimulatedOperator.QUICK);
        lanes.close();
    }

    @Test
    void shouldFindTheRateThatTheOperatorTakesAndReturnNothingToTheDatabase() {
        // Given
        List<DeliveryRequested> asked = bulk(3_000);

        // When
        lanes.send(asked);
        Map<UUID, List<DeliveryEvent>> events = lanes.untilFinal(asked);

        // Then
        long used = HandOvers.of(events).from(Duration.ofSeconds(2)).mostIn(Duration.ofSeconds(5));
        System.out.printf(
                "taken %d in 5 s of %d a second; refused %d%n",
                used, TPS, carrier().throttled());
        assertThat(used).isGreaterThanOrEqualTo(5 * TPS * 6 / 10);
        assertThat(carrier().throttled()).isLessThan(asked.size() / 2L);
        assertThat(events.values()).allSatisfy(each -> {
            assertThat(each.get(each.size() - 1).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(each.stream().filter(event -> event.state() == DeliveryState.SENDING))
                    .hasSize(1);
            assertThat(each).extracting(DeliveryEvent::attempt).doesNotContain(2);
        });
    }

    private CarrierState carrier() {
        return dispatcher.carriers().get(0);
    }

    private static List<DeliveryRequested> bulk(int count) {
        Requests alert = Requests.urgent().bulk();
        return Stream.generate(() -> alert.to("+9996%06d00".formatted(SUBSCRIBERS.incrementAndGet())))
                .limit(count)
                .toList();
    }
}
