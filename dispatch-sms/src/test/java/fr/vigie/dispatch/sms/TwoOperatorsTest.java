package fr.vigie.dispatch.sms;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.vigie.dispatch.flow.Dispatcher;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two operators, of which the first has three times the weight. */
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
            @ResourceArg(name = "names", value = "first,second"),
            @ResourceArg(name = "vigie.sms.carriers.first.weight", value = "3"),
            @ResourceArg(name = "vigie.dispatch.slow-hand-over", value = "250ms")
        })
class TwoOperatorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    @Inject
    Dispatcher dispatcher;

    Operators operators;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
        // Earlier stories leave an operator in ill health: probes win its share back.
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            lanes.untilFinal(sent(20));
            return dispatcher.carriers().stream().allMatch(each -> each.available() && each.health() > 0.95);
        });
    }

    @AfterEach
    void close() {
        operators.turn("first", SimulatedOperator.QUICK);
        operators.turn("second", SimulatedOperator.QUICK);
        lanes.close();
    }

    @Test
    void shouldDivideByWeightWhenBothAreWell() {
        // When: no more at a time than fit into a window; what does not would go to the other
        List<Map<UUID, List<DeliveryEvent>>> rounds =
                Stream.generate(() -> lanes.untilFinal(sent(40))).limit(5).toList();

        // Then
        Map<UUID, List<DeliveryEvent>> all = new HashMap<>();
        rounds.forEach(all::putAll);
        assertThat(shares(all).get("first")).isBetween(120L, 180L);
        assertThat(shares(all).get("second")).isBetween(20L, 80L);
    }

    @Test
    void shouldGoThroughTheOtherWhenOneIsCutAndReturnWhenItIsBack() {
        // When
        operators.cut("first");
        Awaitility.await().atMost(LIMIT).until(() -> !carrierAvailable("first"));
        Map<UUID, List<DeliveryEvent>> meanwhile = lanes.untilFinal(sent(100));
        operators.back("first");
        Awaitility.await().atMost(LIMIT).until(() -> carrierAvailable("first"));
        Map<UUID, List<DeliveryEvent>> after = lanes.untilFinal(sent(100));

        // Then
        assertThat(shares(meanwhile)).isEqualTo(Map.of("second", 100L));
        assertThat(shares(after).get("first")).isGreaterThan(50);
    }

    @Test
    void shouldGiveASlowOperatorProbesOnlyAndItsShareAgainWhenItIsQuick() {
        // Given
        operators.turn("first", slow(900));
        lanes.untilFinal(sent(200));

        // When
        Map<String, Long> whileSlow = shares(lanes.untilFinal(sent(300)));
        operators.turn("first", SimulatedOperator.QUICK);

        // Then
        assertThat(whileSlow.getOrDefault("first", 0L)).isLessThan(30);
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            Map<String, Long> shares = shares(lanes.untilFinal(sent(100)));
            return shares.getOrDefault("first", 0L) > 60;
        });
    }

    @Test
    void shouldSendAgainThroughTheSameOperatorWhenTheResponseIsLost() {
        // Given: the last three digits make an operator keep its first response to itself
        List<DeliveryRequested> asked = Stream.generate(() -> Requests.urgent().to(numbered("999")))
                .limit(12)
                .toList();

        // When
        lanes.send(asked);

        // Then
        Map<UUID, List<DeliveryEvent>> events = lanes.untilFinal(asked);
        assertThat(events.values()).allSatisfy(each -> {
            assertThat(last(each).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(last(each).possibleDuplicate()).isTrue();
            assertThat(each.stream()
                            .filter(event -> event.carrier() != null)
                            .map(DeliveryEvent::carrier)
                            .distinct())
                    .hasSize(1);
        });
    }

    @Test
    void shouldShowLinksPaceAndHealth() {
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .get("/api/v1/carriers")
                .then()
                .statusCode(200)
                .body("$", hasSize(2))
                .body("find { it.name == 'first' }.weight", equalTo(3))
                .body("find { it.name == 'first' }.available", equalTo(true))
                .body("find { it.name == 'first' }.waiting.URGENT", equalTo(0));
    }

    private boolean carrierAvailable(String name) {
        return dispatcher.carriers().stream().anyMatch(each -> each.name().equals(name) && each.available());
    }

    private static SmscKnobs slow(int millis) {
        SmscKnobs knobs = SimulatedOperator.QUICK;
        return new SmscKnobs(
                knobs.tps(),
                knobs.receipts(),
                knobs.idFormat(),
                knobs.receiptDelayMinMillis(),
                knobs.receiptDelayMaxMillis(),
                millis,
                knobs.patterns());
    }

    private List<DeliveryRequested> sent(int count) {
        Requests alert = Requests.urgent().bulk();
        List<DeliveryRequested> asked =
                Stream.generate(() -> alert.to(numbered("100"))).limit(count).toList();
        lanes.send(asked);
        return asked;
    }

    private static Map<String, Long> shares(Map<UUID, List<DeliveryEvent>> events) {
        return events.values().stream()
                .map(TwoOperatorsTest::last)
                .collect(java.util.stream.Collectors.groupingBy(
                        DeliveryEvent::carrier, java.util.stream.Collectors.counting()));
    }

    private static String numbered(String lastDigits) {
        return "+9994%05d%s".formatted(SUBSCRIBERS.incrementAndGet(), lastDigits);
    }

    private static DeliveryEvent last(List<DeliveryEvent> events) {
        return events.get(events.size() - 1);
    }
}
