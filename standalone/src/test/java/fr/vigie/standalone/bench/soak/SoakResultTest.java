package fr.vigie.standalone.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.bench.soak.Fit.Point;
import fr.vigie.standalone.bench.soak.SteadyAlerts.Sent;
import fr.vigie.standalone.bench.soak.Trend.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoakResultTest {
    private static final Figure HEAP = new Figure(Measure.HEAP, "dispatch-sms");

    @Test
    void shouldBeSteadyWhenEveryTextIsDeliveredAndNothingGrows() {
        SoakResult result = result(Map.of("SMS DELIVERED", 1_000L, "VOICE ACKNOWLEDGED", 10L), Verdict.STEADY);

        assertThat(result.steady()).isTrue();
    }

    @Test
    void shouldFailWhenEveryTextIsRejected() {
        SoakResult result = result(Map.of("SMS REJECTED", 1_000L, "VOICE ACKNOWLEDGED", 10L), Verdict.STEADY);

        assertThat(result.steady()).isFalse();
        assertThat(result.lines())
                .endsWith(
                        "NOT STEADY:",
                        "DELIVERIES: 0 SMS DELIVERED of 1,000 asked for",
                        "DELIVERIES: 1,000 SMS REJECTED");
    }

    @Test
    void shouldNameWhatGrowsAtTheEnd() {
        SoakResult result = result(Map.of("SMS DELIVERED", 1_000L, "VOICE ACKNOWLEDGED", 10L), Verdict.GROWS);

        assertThat(result.lines())
                .endsWith("NOT STEADY:", "GROWS: heap MB of dispatch-sms: 25.0, then 35.0; allowed 2.0");
        assertThat(result.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    private static SoakResult result(Map<String, Long> deliveries, Verdict heap) {
        Machine machine =
                new Machine(Instant.EPOCH, Optional.empty(), Optional.empty(), 4, Optional.empty(), Optional.empty());
        Sent sent = new Sent(1, 1_000, 10, 0.1);
        return new SoakResult(
                machine,
                new Load(100, 1, Duration.ofSeconds(90)),
                sent,
                sent,
                1_000,
                deliveries,
                Map.of(HEAP, new Trend(25, 35, 10, 100, 2, heap)),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(HEAP, List.of(new Point(0, 25), new Point(60, 35))));
    }
}
