package fr.vigie.acceptance.torture;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What it was played on.
 *
 * @param commit of the sources, with a plus sign where files differ from it; empty where that is not known
 * @param cpu the processor's name; empty where that is not known
 * @param memoryMiB of the whole machine
 */
record Machine(String commit, String cpu, int cores, long memoryMiB) {
    private static final int LIMIT_SECONDS = 10;

    /** This one. */
    static Machine here(Path sources) {
        String commit = said(sources, "git", "rev-parse", "--short", "HEAD");
        boolean changed = !commit.isEmpty()
                && !said(sources, "git", "status", "--porcelain", "--untracked-files=no")
                        .isEmpty();
        return new Machine(
                commit + (changed ? "+" : ""),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                system().getTotalMemorySize() >> 20);
    }

    /** The load average of the last minute; negative where this machine has none. */
    static double load() {
        return Math.round(system().getSystemLoadAverage() * 10) / 10.0;
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("commit", commit);
        values.put("cpu", cpu);
        values.put("cores", cores);
        values.put("memoryMiB", memoryMiB);
        return values;
    }

    @Override
    public String toString() {
        return (commit.isEmpty() ? "" : "commit " + commit + ", ") + cores + " cores"
                + (cpu.isEmpty() ? "" : " of " + cpu) + ", " + memoryMiB + " MiB";
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String said(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
