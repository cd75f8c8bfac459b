package fr.vigie.acceptance.calls;

import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.stage.Child;
import fr.vigie.acceptance.stage.Dispatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** SIPp as the trunk, with a scenario of acceptance/peers/sip. */
final class SippTelephone implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/sipp");
    private static final Duration STOP = Duration.ofSeconds(3);
    private static final int NET_RAW = 13; // linux/capability.h

    private final Child process;
    private final Path log;

    private SippTelephone(Child process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Why scenarios cannot be played here; empty where they can. */
    static Optional<String> missing() {
        return Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("SIPp is not installed (Debian: apt install sip-tester).");
    }

    /** Why recorded keys cannot be played here; empty where they can. */
    static Optional<String> mayNotPlayKeys() {
        try {
            boolean may = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) >> NET_RAW & 1) == 1);
            return may ? Optional.empty() : Optional.of("SIPp needs raw sockets to play a recorded key.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Plays a scenario for so many calls, and ends.
     *
     * @param folder for its log
     */
    static SippTelephone playing(String scenario, int calls, int port, Path home, Path folder) {
        Path log = folder.resolve(scenario + ".log");
        List<String> command = List.of(
                PROGRAM.toString(),
                "-sf",
                home.resolve("acceptance/peers/sip/" + scenario + ".xml").toString(),
                "-i",
                "127.0.0.1",
                "-mi",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-mp",
                String.valueOf(Dispatcher.freeUdpPort() & ~1),
                "-m",
                String.valueOf(calls),
                "-timeout",
                "90s",
                "-nostdin",
                "-trace_err");
        SippTelephone telephone = new SippTelephone(Child.start(command, log), log);
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> listening(port) || !telephone.process.isAlive());
            return telephone;
        } catch (RuntimeException e) {
            telephone.close();
            throw e;
        }
    }

    /** Whether every message of every call came as the scenario expects it; waits for its end. */
    boolean satisfied() {
        return process.ended(Duration.ofSeconds(20)) == 0;
    }

    /** As kill -9 does. */
    void vanish() {
        process.kill();
    }

    /** Where it lies what it complained of. */
    @Override
    public String toString() {
        return "SIPp, see " + log.getParent();
    }

    /** The kernel's own table: to try the port would take it. */
    private static boolean listening(int port) throws IOException {
        String local = "0100007F:" + String.format(Locale.ROOT, "%04X", port) + " ";
        return Files.readString(Path.of("/proc/net/udp")).contains(local);
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}
