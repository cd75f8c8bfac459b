package fr.vigie.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong use is told before anything is started, and ends with 2. */
class BenchMisuseTest {
    private final StringWriter told = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--recipients 0|--recipients",
                "--recipients 1000001|--recipients",
                "--urgent 1000001|--urgent",
                "--scale -1|--scale",
                "dispatch --texts 0|--texts",
                "dispatch --urgent -1|--urgent",
                "dispatch --peer missing.js|--peer",
                "calls --calls 0|--calls",
                "calls --rate 10 --for long|--for",
                "soak --rate 0|--rate",
                "soak --for 3|--for"
            })
    void shouldNameTheOptionWhenItsValueIsImpossible(String words, String option) {
        int status = run(words.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(told.toString()).contains(option);
    }

    @Test
    void shouldSayWhatACommaIsForWhenASizeIsWrittenWithOne() {
        int status = run("--recipients", "1,000");

        assertThat(status).isEqualTo(2);
        assertThat(told.toString()).contains("--recipients").contains("a comma stands between two sizes");
    }

    @Test
    void shouldRefuseAFileInAFolderThatIsMissing(@TempDir Path folder) {
        int status = run("--file", folder.resolve("missing/bench.json").toString());

        assertThat(status).isEqualTo(2);
        assertThat(told.toString()).contains("--file");
    }

    private int run(String... words) {
        return new CommandLine(new BenchCommand())
                .setErr(new PrintWriter(told, true))
                .execute(words);
    }
}
