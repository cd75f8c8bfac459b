package fr.vigie.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory processes take together: their proportional set size, in which what several of them share counts
 * once. Linux tells it; elsewhere nothing is known.
 */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** Kilobytes of the processes and of everything that they started; empty where the system does not tell. */
    public static OptionalLong kilobytes(Collection<Long> pids) {
        if (!Files.exists(rollup(ProcessHandle.current()))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .mapToLong(ProcessMemory::kilobytes)
                .sum());
    }

    private static long kilobytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(rollup(process))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0; // it has ended since it was listed
        }
    }

    private static Path rollup(ProcessHandle process) {
        return Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup");
    }
}
