package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.flow.Dispatcher;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dear operator for a prefix, and two for a shorter one, of which one is dearer than the other. */
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
            @ResourceArg(name = "names", value = "overseas,cheap,dear"),
            @ResourceArg(name = "vigie.sms.carriers.overseas.prefixes", value = "+99981"),
            @ResourceArg(name = "vigie.sms.carriers.overseas.price-per-part", value = "9.9"),
            @ResourceArg(name = "vigie.sms.carriers.cheap.prefixes", value = "+9998"),
            @ResourceArg(name = "vigie.sms.carriers.cheap.price-per-part", value = "4.1"),
            @ResourceArg(name = "vigie.sms.carriers.dear.prefixes", value = "+9998"),
            @ResourceArg(name = "vigie.sms.carriers.dear.price-per-part", value = "4.2")
        })
class PrefixedOperatorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    Dispatcher dispatcher;

    Operators operators;
    Lanes lanes;
    private int subscribers;

    @BeforeEach
    void open() {
        lanes = new Lanes();
        Awaitility.await().atMost(LIMIT).until(() -> available("overseas") && available("cheap") && available("dear"));
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void shouldUseTheOperatorOfThePrefixAndElseTheCheapest() {
        assertThat(carriersOf(sent(20, "+99981"))).containsExactly("overseas");
        assertThat(carriersOf(sent(20, "+99982"))).containsExactly("cheap");
    }

    @Test
    void shouldGoToTheNextBestWhenTheBestIsDown() {
        // When
        operators.cut("overseas");
        operators.cut("cheap");
        Awaitility.await().atMost(LIMIT).until(() -> !available("overseas") && !available("cheap"));

        // Then
        assertThat(carriersOf(sent(20, "+99981"))).containsExactly("dear");
        operators.back("overseas");
        operators.back("cheap");
    }

    @Test
    void shouldRejectANumberThatNoOperatorServes() {
        DeliveryRequested asked = Requests.urgent().to("+999700000100");
        lanes.send(asked);
        List<DeliveryEvent> events = lanes.untilFinal(asked);
        DeliveryEvent last = events.get(events.size() - 1);
        assertThat(last.state()).isEqualTo(DeliveryState.REJECTED);
        assertThat(last.reason()).isEqualTo(FailureReason.NUMBER_INVALID);
        assertThat(last.carrier()).isNull();
    }

    private boolean available(String name) {
        return dispatcher.carriers().stream().anyMatch(each -> each.name().equals(name) && each.available());
    }

    private List<DeliveryRequested> sent(int count, String prefix) {
        Requests alert = Requests.urgent().bulk();
        List<DeliveryRequested> asked = IntStream.range(0, count)
                .mapToObj(i -> alert.to("%s%05d00".formatted(prefix, ++subscribers)))
                .toList();
        lanes.send(asked);
        return asked;
    }

    private Set<String> carriersOf(List<DeliveryRequested> asked) {
        Map<UUID, List<DeliveryEvent>> events = lanes.untilFinal(asked);
        return events.values().stream()
                .map(each -> each.get(each.size() - 1).carrier())
                .collect(Collectors.toSet());
    }
}
