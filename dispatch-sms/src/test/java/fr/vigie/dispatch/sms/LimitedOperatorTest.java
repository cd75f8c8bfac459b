package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator that allows 300 parts a second, and refuses what is above it by more than a tenth. */
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
        initArgs = {
            @ResourceArg(name = "names", value = "strict"),
            @ResourceArg(name = "vigie.sms.carriers.strict.max-parts-per-second", value = "300")
        })
class LimitedOperatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int RATE = 300;
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    @Inject
    Dispatcher dispatcher;

    Operators operators;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> dispatcher.carriers().get(0).available());
        operators.turn("strict", SimulatedOperator.QUICK.withTps(RATE * 11 / 10));
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void shouldKeepTheLimitAndUseIt() {
        // Given
        List<DeliveryRequested> asked = asked(Requests.urgent().bulk(), 3_000);

        // When
        lanes.send(asked);
        HandOvers settled = HandOvers.of(lanes.untilFinal(asked)).from(Duration.ofSeconds(1));

        // Then
        long used = settled.mostIn(Duration.ofSeconds(4));
        long throttled = dispatcher.carriers().get(0).throttled();
        System.out.printf("taken %d in 4 s of %d a second; refused %d%n", used, RATE, throttled);
        assertThat(used).isBetween(4L * RATE * 6 / 10, 4L * RATE + RATE / 5);
        assertThat(throttled).isLessThan(asked.size() / 5L); // threads wake late on a busy machine
    }

    @Test
    void shouldHandUrgentOverBeforeBulkThatIsRunning() {
        // Given
        List<DeliveryRequested> bulk = asked(Requests.urgent().bulk(), 3_000);
        lanes.send(bulk);
        lanes.until(bulk, 300, DeliveryState.ACCEPTED::equals);

        // When: for three seconds a third of the rate is asked for by urgent texts
        Map<UUID, Instant> askedAt = new java.util.HashMap<>();
        List<DeliveryRequested> urgent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<DeliveryRequested> some = asked(Requests.urgent(), 30);
            Instant at = Instant.now();
            some.forEach(each -> askedAt.put(each.deliveryId(), at));
            lanes.send(some);
            urgent.addAll(some);
            Awaitility.await().atMost(LIMIT).until(() -> Instant.now().isAfter(at.plusMillis(300)));
        }

        // Then
        Map<UUID, List<DeliveryEvent>> events = lanes.untilFinal(urgent);
        HandOvers ofBulk = HandOvers.of(lanes.untilFinal(bulk));
        List<Long> behind = events.values().stream()
                .map(each -> each.get(each.size() - 1))
                .map(last -> ofBulk.between(askedAt.get(last.deliveryId()), last.handedOverAt()))
                .sorted()
                .toList();
        System.out.printf("bulk before urgent: median %d, 99 %% %d%n", behind.get(150), behind.get(296));
        // Behind all bulk it would be nine seconds' worth.
        assertThat(behind.get(296)).isLessThan(5L * RATE);
    }

    private static List<DeliveryRequested> asked(Requests alert, int count) {
        return Stream.generate(() -> alert.to("+9997%06d00".formatted(SUBSCRIBERS.incrementAndGet())))
                .limit(count)
                .toList();
    }
}
