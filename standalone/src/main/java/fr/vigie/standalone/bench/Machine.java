package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.system.Installation;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where and when something is measured: without it a figure says little. What the machine does not tell is left out.
 *
 * @param commit of the checkout
 * @param cpu model of the processor
 * @param megabytes memory of the machine
 * @param load average of the minute before the measurement
 */
public record Machine(
        Instant at,
        Optional<String> commit,
        Optional<String> cpu,
        int cores,
        Optional<Long> megabytes,
        Optional<Double> load) {

    /** This machine, now. */
    public static Machine now(Installation installation) {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                commit(installation.home()),
                told("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                told("/proc/meminfo", "MemTotal").map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024),
                loadNow());
    }

    private static Optional<Double> loadNow() {
        try {
            return Optional.of(
                    Double.valueOf(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> told(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> commit(Path home) {
        if (!Files.exists(home.resolve(".git"))) {
            return Optional.empty();
        }
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "rev-parse", "--short", "HEAD")
                    .redirectError(Redirect.DISCARD)
                    .start();
            String word = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return word.matches("[0-9a-f]{7,40}") ? Optional.of(word) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** In a few lines, with the load average of now as that after the measurement. */
    public List<String> lines() {
        List<String> first = new ArrayList<>();
        first.add(at.toString());
        commit.ifPresent(word -> first.add("commit " + word));
        first.add(cores + (cores == 1 ? " core" : " cores"));
        megabytes.ifPresent(all -> first.add(String.format(Locale.ROOT, "%,d MB", all)));
        List<String> lines = new ArrayList<>(List.of(String.join(", ", first)));
        cpu.ifPresent(lines::add);
        load.ifPresent(before -> lines.add(String.format(
                Locale.ROOT,
                "load average %.1f before, %.1f after%s",
                before,
                loadNow().orElse(before),
                before > cores ? ": NOT IDLE, compare by processor time only" : "")));
        return lines;
    }

    /** The same, as {@code machine}. */
    public void addTo(ObjectNode all) {
        ObjectNode machine = all.putObject("machine");
        machine.put("at", at.toString());
        commit.ifPresent(word -> machine.put("commit", word));
        cpu.ifPresent(word -> machine.put("cpu", word));
        machine.put("cores", cores);
        megabytes.ifPresent(count -> machine.put("memoryMb", count));
        load.ifPresent(average -> machine.put("loadBefore", average));
        loadNow().ifPresent(average -> machine.put("loadAfter", average));
    }
}
