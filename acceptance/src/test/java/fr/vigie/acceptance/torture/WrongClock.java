package fr.vigie.acceptance.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wall clock of one process, by libfaketime. What measures durations (CLOCK_MONOTONIC) stays right. */
final class WrongClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Path file;

    /**
     * @param file tells the process by how much its clock is wrong
     */
    WrongClock(Path file) {
        this.file = file;
        write("+0");
    }

    /** The library; empty where it is not installed (Debian's libfaketime). */
    static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst();
    }

    /** What the process needs in its environment. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "NO_FAKE_STAT", "1",
                "FAKETIME_DONT_RESET", "1",
                // Otherwise Object.wait of Java returns at once, again and again.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Wrong for so long; the process notices within a second. */
    void wrong(Duration by, Duration time) {
        wrong(by);
        try {
            Shell.pause(time);
        } finally {
            write("+0");
        }
    }

    /** Wrong from now on. */
    void wrong(Duration by) {
        write(String.format("%+d", by.toSeconds()));
    }

    private void write(String offset) {
        try {
            Files.writeString(file, offset + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
