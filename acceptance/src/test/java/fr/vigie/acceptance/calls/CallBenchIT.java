package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.system.FreePorts;
import fr.vigie.events.DeliveryState;
import fr.vigie.standalone.bench.calls.CallBench;
import fr.vigie.standalone.bench.calls.KernelLimits;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.DispatcherAlone;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.TelephoneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The benchmark of calls at its smallest: what it says must be so on any machine. How fast it is, is no test. */
class CallBenchIT {
    private static final int CALLS = 20;
    private static final int PORTS = 40;

    @Test
    void shouldHearEveryFrameAndSeeEveryOutcomeOfTwentyCallsAtOnce() throws InterruptedException {
        // Given
        KernelLimits.check(CALLS);
        Installation installation = Installation.current();
        DataFolder data = DataFolder.anew(Path.of("target", "call-bench").toAbsolutePath());
        Ports ports = new Ports(FreePorts.base(PORTS));
        try (TelephoneProcess telephones = TelephoneProcess.start(installation, data, ports);
                DispatcherAlone voice = DispatcherAlone.startVoice(
                        installation, data, ports, telephones.trunk(), Map.of(), List.of())) {
            // When
            CallBench.Result result =
                    new CallBench(voice, telephones, line -> {}).atOnce(CALLS, CALLS, Duration.ofSeconds(3));

            // Then
            assertThat(result.atOnce()).isEqualTo(CALLS);
            assertThat(result.placed()).isEqualTo(CALLS);
            assertThat(result.wrong()).isZero();
            assertThat(result.states())
                    .isEqualTo(Map.of(DeliveryState.ACKNOWLEDGED, CALLS - 1, DeliveryState.ANSWERED, 1));
            assertThat(result.heard().legs()).isEqualTo(CALLS);
            assertThat(result.heard().frames()).isEqualTo(result.sent());
            assertThat(result.lost()).isZero();
            assertThat(result.heard().frames()).isGreaterThan(CALLS * 50L * 3);
        }
        data.remove();
    }
}
