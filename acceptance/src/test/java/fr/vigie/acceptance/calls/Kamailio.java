package fr.vigie.acceptance.calls;

import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.stage.Child;
import fr.vigie.acceptance.stage.Dispatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Kamailio as a trunk operator's proxy and registrar, with acceptance/peers/kamailio; UDP and TCP on 127.0.0.1. */
final class Kamailio implements AutoCloseable {
    static final String ACCOUNT = "vigie";
    static final String PASSWORD = "secret";

    private static final Path PROGRAM = Path.of("/usr/sbin/kamailio");
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration READY = Duration.ofSeconds(15);

    private final Child process;
    private final Path log;
    private final int port;

    private Kamailio(Child process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Why it cannot be used here; empty where it can. */
    static Optional<String> missing() {
        return Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("Kamailio is not installed (Debian: apt install kamailio).");
    }

    /** Starts it, and returns when it listens. */
    static Kamailio start(Path home, Path folder) {
        int port = freePort();
        Path log = folder.resolve("kamailio.log");
        String place = folder.toAbsolutePath().toString();
        List<String> command = List.of(
                PROGRAM.toString(),
                "-f",
                home.resolve("acceptance/peers/kamailio/kamailio.cfg").toString(),
                "-l",
                "udp:127.0.0.1:" + port,
                "-l",
                "tcp:127.0.0.1:" + port,
                "-DD",
                "-E",
                "-m",
                "16",
                "-M",
                "4",
                "-w",
                place,
                "-Y",
                place);
        Kamailio kamailio = new Kamailio(Child.start(command, log), log, port);
        try {
            await().atMost(READY)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> kamailio.log().anyMatch(line -> line.contains("operator ready"))
                            || !kamailio.process.isAlive());
            if (!kamailio.process.isAlive()) {
                throw new IllegalStateException("Kamailio ended while it started, see " + log);
            }
            return kamailio;
        } catch (RuntimeException e) {
            kamailio.close();
            throw e;
        }
    }

    private static int freePort() {
        return Stream.generate(Dispatcher::freeUdpPort)
                .limit(50)
                .filter(Kamailio::freeForConnections)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port"));
    }

    private static boolean freeForConnections(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** How often it wrote down this, as {@code heard INVITE} or {@code malformed}; see kamailio.cfg. */
    long wrote(String words) {
        return log().filter(line -> line.contains(": " + words)).count();
    }

    /** What it did not understand, and what belonged to no call that it knows. */
    List<String> odd() {
        return log().filter(line -> line.contains(": malformed ") || line.contains(": strayed "))
                .toList();
    }

    private Stream<String> log() {
        try {
            return Files.readString(log).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}
