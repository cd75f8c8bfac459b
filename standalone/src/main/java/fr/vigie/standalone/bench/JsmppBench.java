package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Operators;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The bare library jsmpp as a yardstick: one session, a window of 100 (its best), the same number of texts through the
 * same SMSC, nothing stored. Runs in a process of its own, from the test classes of dispatch-sms, which only a built
 * checkout has.
 */
public final class JsmppBench {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MAIN = "fr.vigie.dispatch.sms.bench.JsmppRun";

    private static final String ERRORS = "target/jsmpp.err";

    private JsmppBench() {}

    /**
     * What it took.
     *
     * @param handOffsPerSecond until the last response
     * @param cpu seconds of processor time of its process, its warm-up left out
     */
    public record Result(int texts, long handOffsPerSecond, double cpu) {}

    /** Sends the texts; empty where the checkout is not built. */
    public static Optional<Result> of(Installation installation, Operators.Smsc smsc, int texts)
            throws InterruptedException {
        Path folder = installation.home().resolve("dispatch-sms");
        Path classpath = folder.resolve("target/test.classpath");
        if (!Files.exists(classpath) || !Files.isDirectory(folder.resolve("target/test-classes"))) {
            return Optional.empty();
        }
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
                    .redirectError(folder.resolve(ERRORS).toFile());
            builder.environment().put("SMSC_PASSWORD", smsc.password());
            Process process = builder.start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("{\"texts\"")) {
                        JsonNode result = MAPPER.readTree(line);
                        return Optional.of(new Result(
                                texts,
                                result.path("handOffsPerSecond").asLong(),
                                result.path("cpuSeconds").asDouble()));
                    }
                }
            }
            throw new Fault("jsmpp ended with " + process.waitFor() + " and told no result: see "
                    + folder.resolve(ERRORS) + ".");
        } catch (IOException e) {
            throw new Fault("jsmpp cannot be run: " + e.getMessage(), e);
        }
    }
}
