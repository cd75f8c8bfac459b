package fr.vigie.acceptance.stage;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.stage.Dispatcher.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void shouldTellTimesInSecondsAndNotInTheFormOfAStandard() {
        assertThat(CommandLine.seconds(Duration.parse("PT1M0.5S"))).isEqualTo("60.5 s");
        assertThat(CommandLine.seconds(Duration.ofNanos(1_234_567_890))).isEqualTo("1.2 s");
        assertThat(new Ended(Duration.ofMillis(2_960), 143)).hasToString("after 3.0 s with status 143");
    }
}
