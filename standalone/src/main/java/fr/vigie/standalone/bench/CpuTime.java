package fr.vigie.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time of a process and of everything that it started, also of what has ended since. Linux only. */
public final class CpuTime {
    /** Of {@code /proc/PID/stat}, which the kernel counts in hundredths of a second on every platform of ours. */
    private static final double TICKS_PER_SECOND = 100;

    private CpuTime() {}

    /** Seconds; elsewhere than on Linux what Java knows of the living processes. */
    public static double seconds(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> seconds(process)
                        + process.descendants().mapToDouble(CpuTime::seconds).sum())
                .orElse(0.0);
    }

    private static double seconds(ProcessHandle process) {
        Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
        try {
            String line = Files.readString(stat);
            // The name in parentheses may hold spaces. User, system, and both of children that have ended.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1000.0;
        }
    }
}
