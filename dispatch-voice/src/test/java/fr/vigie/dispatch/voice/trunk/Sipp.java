package fr.vigie.dispatch.voice.trunk;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One SIPp process that plays one scenario, once or several times, on loopback. */
final class Sipp implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/sipp");
    private static final Path GIVEN = Path.of("..", "acceptance", "peers", "sip");
    private static final Path OWN = Path.of("src", "test", "resources", "sipp");

    /** SIPp's names for one socket of a kind. */
    private static final String UDP = "u1";

    private static final String TCP = "t1";

    private final Process process;
    private final int port;
    private final Path folder;

    private Sipp(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /** Whether a child of ours may send packets of its own making, as SIPp does to play a recorded key. */
    static boolean maySendRecordedSound() throws IOException {
        int netRaw = 13; // linux/capability.h
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .anyMatch(capabilities -> (capabilities >> netRaw & 1) == 1);
    }

    /** A scenario that is not ours. */
    static Sipp given(String scenario) throws IOException {
        return start(GIVEN.resolve(scenario + ".xml"), UDP, List.of());
    }

    /** A scenario of our own. */
    static Sipp own(String scenario) throws IOException {
        return start(OWN.resolve(scenario + ".xml"), UDP, List.of());
    }

    /** A scenario of our own, over TCP. */
    static Sipp ownOverTcp(String scenario) throws IOException {
        return start(OWN.resolve(scenario + ".xml"), TCP, List.of());
    }

    /** A scenario of our own with fields that the test fills in. */
    static Sipp own(String scenario, Map<String, Integer> fields) throws IOException {
        List<String> options = new ArrayList<>();
        fields.forEach((name, value) -> options.addAll(List.of("-key", name, value.toString())));
        return start(OWN.resolve(scenario + ".xml"), UDP, options);
    }

    /** A scenario of our own that begins with a request to us. */
    static Sipp asking(String scenario, int ourPort) throws IOException {
        return start(OWN.resolve(scenario + ".xml"), UDP, List.of("127.0.0.1:" + ourPort));
    }

    private static Sipp start(Path scenario, String transport, List<String> more) throws IOException {
        int port = freePort();
        Path folder = Files.createTempDirectory("sipp");
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "-sf",
                scenario.toAbsolutePath().toString(),
                "-i",
                "127.0.0.1",
                "-mi",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-mp",
                Integer.toString(freeEvenPort()),
                "-t",
                transport,
                "-m",
                "1",
                "-timeout",
                "60s",
                "-nostdin",
                "-trace_err",
                "-trace_msg"));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("screen").toFile())
                .start();
        Sipp sipp = new Sipp(process, port, folder);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> listening(port) || !process.isAlive());
        } catch (RuntimeException e) {
            sipp.close();
            throw e;
        }
        return sipp;
    }

    int port() {
        return port;
    }

    /** Whether every message came as the scenario expects it; waits for its end. */
    boolean satisfied() throws InterruptedException {
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Every message of the call, as SIPp wrote them down. */
    String messages() {
        return read("_messages.log");
    }

    /** What it complained of, for a failing test. */
    @Override
    public String toString() {
        return "SIPp in " + folder + ": " + read("_errors.log");
    }

    private String read(String suffix) {
        try (var files = Files.list(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(suffix))
                    .findFirst()
                    .orElse(null);
            return file == null ? "" : Files.readString(file);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** The kernel's own table: to try the port would take it. */
    private static boolean listening(int port) throws IOException {
        String local = "0100007F:" + String.format(Locale.ROOT, "%04X", port) + " ";
        return Files.readString(Path.of("/proc/net/udp")).contains(local)
                || Files.readString(Path.of("/proc/net/tcp")).contains(local);
    }

    /** Free for UDP and for TCP. */
    static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    ServerSocket same = new ServerSocket(socket.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
                return same.getLocalPort();
            } catch (BindException e) {
                // Taken for TCP: another one.
            }
        }
    }

    /** As RTP wants it. */
    private static int freeEvenPort() throws IOException {
        int port = freePort();
        while (port % 2 != 0) {
            port = freePort();
        }
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
