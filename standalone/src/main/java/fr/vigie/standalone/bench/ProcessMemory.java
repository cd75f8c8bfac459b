package fr.vigie.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory a process takes: its proportional set size, in which what several processes share counts once. Linux
 * tells it; elsewhere nothing is known.
 */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** Kilobytes of a process; empty where the system does not tell. */
    public static OptionalLong alone(long pid) {
        Path rollup = Path.of("/proc", String.valueOf(pid), "smaps_rollup");
        if (!Files.exists(rollup)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(rollup)) {
            return OptionalLong.of(lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum());
        } catch (IOException e) {
            return OptionalLong.of(0); // it has ended since it was listed
        }
    }

    /** Kilobytes of a process and of everything that it started; 0 where the system does not tell. */
    public static long withChildren(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(process -> alone(process.pid()).orElse(0))
                .sum();
    }
}
