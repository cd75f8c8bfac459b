package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
    @TempDir
    Path folder;

    @Test
    void shouldQuoteTheServicesOwnSentence() throws IOException {
        Path log = log("""
                ERROR [io.quarkus.runtime.Application] Failed to start application: java.lang.RuntimeException
                	at io.quarkus.runtime.Application.start(Application.java:101)
                Caused by: java.lang.reflect.InvocationTargetException
                Caused by: java.lang.IllegalArgumentException: window of carrier orange must be 1 to 1000
                	... 12 more
                """);

        assertThat(LastWords.in(log, 0)).hasValue("window of carrier orange must be 1 to 1000");
    }

    @Test
    void shouldQuoteTheSettingThatIsMissing() throws IOException {
        Path log = log("""
                Caused by: io.smallrye.config.ConfigValidationException: Configuration validation failed:
                	java.util.NoSuchElementException: SRCFG00014: The config property vigie.sms.carriers.a.port is required
                	at io.smallrye.config.ConfigMappingProvider.mapConfiguration(ConfigMappingProvider.java:1)
                """);

        assertThat(LastWords.in(log, 0))
                .hasValue("SRCFG00014: The config property vigie.sms.carriers.a.port is required");
    }

    @Test
    void shouldNotQuoteAnEarlierStart() throws IOException {
        Path log = log("Caused by: java.lang.IllegalArgumentException: of yesterday\n");

        assertThat(LastWords.in(log, Files.size(log))).isEmpty();
        assertThat(LastWords.in(folder.resolve("none.log"), 0)).isEmpty();
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("service.log"), text);
    }
}
