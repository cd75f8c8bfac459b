package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The bare library jsmpp as a yardstick: one session, a window of 100 (its best), the same number of texts through the
 * same SMSC, nothing stored. Runs in a process of its own, from the test classes of dispatch-sms, which only a built
 * checkout has.
 */
public final class JsmppBench {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MAIN = "fr.vigie.dispatch.sms.bench.JsmppRun";

    private JsmppBench() {}

    /**
     * Sends the texts.
     *
     * @throws Fault where the checkout is not built, or not every text was taken
     */
    public static Yardstick.Measured of(
            Stage stage, Installation installation, DataFolder data, Operators.Smsc smsc, int texts)
            throws InterruptedException {
        Path folder = installation.home().resolve("dispatch-sms");
        Path classpath = folder.resolve("target/test.classpath");
        if (!Files.exists(classpath) || !Files.isDirectory(folder.resolve("target/test-classes"))) {
            throw new Fault("dispatch-sms is not built with its tests.");
        }
        Path log = data.log("jsmpp");
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            "target/test-classes:target/classes:"
                                    + Files.readString(classpath).strip(),
                            MAIN,
                            smsc.host(),
                            String.valueOf(smsc.port()),
                            smsc.systemId(),
                            String.valueOf(texts)))
                    .directory(folder.toFile())
                    .redirectError(log.toFile());
            builder.environment().put("SMSC_PASSWORD", smsc.password());
            Process process = stage.start(builder);
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("{\"texts\"")) {
                        JsonNode result = MAPPER.readTree(line);
                        return new Yardstick.Measured(
                                "jsmpp",
                                "the rate of bare jsmpp (nothing stored, the same SMSC)",
                                texts,
                                result.path("handOffsPerSecond").asLong(),
                                result.path("cpuSeconds").asDouble(),
                                Map.of(
                                        "receiptsMissing",
                                        result.path("receiptsMissing").asDouble()));
                    }
                }
            }
            throw new Fault("jsmpp ended with " + process.waitFor() + " and told no result: see " + log + ".");
        } catch (IOException e) {
            throw new Fault("jsmpp cannot be run: " + e.getMessage(), e);
        }
    }
}
