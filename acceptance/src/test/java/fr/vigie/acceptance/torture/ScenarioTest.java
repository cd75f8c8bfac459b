package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.system.Merchants.Merchant;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    private static final int ALERTS = 7;
    private static final int RECIPIENTS = 2_000;
    private static final int KINDS = 5 + 5 + 5 + 2 + 1 + 3 + 2 + 3;

    @Test
    void shouldBeTheSameWhenTheSeedIsTheSame() {
        assertThat(Scenario.of(42, RECIPIENTS, ALERTS)).isEqualTo(Scenario.of(42, RECIPIENTS, ALERTS));
        assertThat(new Cast(42, RECIPIENTS).everybody()).isEqualTo(new Cast(42, RECIPIENTS).everybody());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, -3, 899_997})
    void shouldHaveEveryKindOfFaultWhenThreeSeedsShareADeck(long first) {
        Set<String> kinds = new HashSet<>();
        LongStream.range(first, first + 3)
                .mapToObj(seed -> Scenario.of(seed, RECIPIENTS, ALERTS))
                .flatMap(scenario -> scenario.faults().stream())
                .forEach(moment -> kinds.add(moment.fault().kind()));

        assertThat(kinds).hasSize(KINDS);
    }

    @Test
    void shouldLeaveTimeToRecoverWhenTheMachineIsSlow() {
        Scenario scenario = Scenario.of(1, RECIPIENTS, ALERTS);

        assertThat(scenario.expiry(Duration.ofMinutes(1))).isGreaterThan(scenario.expiry(Duration.ofSeconds(10)));
        assertThat(scenario.faults())
                .allSatisfy(moment -> assertThat(moment.at())
                        .isLessThanOrEqualTo(scenario.window().plusSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2_000, 60_000})
    void shouldGiveEverybodyANumberOfTheirOwn(int recipients) {
        List<Merchant> everybody = new Cast(7, recipients).everybody();

        assertThat(everybody).hasSize(recipients + 20 + 91);
        assertThat(everybody.stream().map(Merchant::number)).doesNotHaveDuplicates();
    }
}
