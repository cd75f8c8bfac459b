package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of runs. */
class ReportTest {
    private static final Machine MACHINE = new Machine("7a75b66", "a processor", 4, 16_000);

    @Test
    void shouldFitATerminalOf80ColumnsWhenARunIsLarge() {
        assertThat(Report.head()).hasSizeLessThan(80);
        assertThat(Report.row(outcome(Map.of(), List.of()))).hasSizeLessThan(80);
    }

    @Test
    void shouldListEveryKindOfFaultWhenMostNeverHappened() {
        Report report = new Report(
                List.of(outcome(
                        Map.of("carrier cut", 2),
                        List.of(
                                new Inflictor.Spared("disk full", Effect.IMPOSSIBLE),
                                new Inflictor.Spared("trunk silent", Effect.IDLE)))),
                MACHINE);

        assertThat(report.totals())
                .hasSize(27)
                .startsWith("faults inflicted: 1 of 26 kinds")
                .anyMatch(line -> line.matches(" +carrier cut +2"))
                .anyMatch(line -> line.matches(" +disk full +0 +1 not possible on this machine"))
                .anyMatch(line -> line.matches(" +trunk silent +0 +1 hit no traffic"))
                .anyMatch(line -> line.matches(" +clock jump +0"));
    }

    @Test
    void shouldNameTheMachineWhenAProgramReads() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new Report(List.of(outcome(Map.of(), List.of())), MACHINE).json());

        assertThat(json.at("/machine/commit").asText()).isEqualTo("7a75b66");
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(4);
        assertThat(json.at("/runs/0/loadAfter").asDouble()).isEqualTo(3.5);
        assertThat(json.at("/runs/0/wholeSeconds").asLong()).isEqualTo(200);
        assertThat(json.path("faults")).hasSize(26);
    }

    private static Outcome outcome(Map<String, Integer> faults, List<Inflictor.Spared> spared) {
        return new Outcome(
                899_997,
                500_000,
                498_765,
                faults,
                spared,
                Map.of(),
                12,
                0,
                List.of(),
                Duration.ofSeconds(1_234),
                "",
                new Effort(Duration.ofSeconds(200), 1.5, 3.5));
    }
}
