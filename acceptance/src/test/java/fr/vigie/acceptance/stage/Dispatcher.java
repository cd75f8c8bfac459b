package fr.vigie.acceptance.stage;

import static org.awaitility.Awaitility.await;

import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Readiness;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;

/** A dispatcher as it is shipped, as a process with a database of its own. */
public final class Dispatcher implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(25);
    private static final int PASSWORD_BYTES = 16;
    private static final int UDP_LOWEST = 10_000;
    private static final int UDP_HIGHEST = 20_000;
    private static final int MOST_LOOKS = 200;

    private final Installation installation;
    private final Service service;
    private final Path folder;
    private final Properties configuration;
    private final String instance;
    private final List<String> command;
    private Child process;

    private Dispatcher(Installation installation, Service service, Path folder, String instance, Properties known) {
        this.installation = installation;
        this.service = service;
        this.folder = folder;
        this.instance = instance;
        this.configuration = known;
        configuration.put("vigie.instance", instance);
        configuration.put("quarkus.http.port", String.valueOf(freePort()));
        configuration.put("quarkus.management.port", String.valueOf(freePort()));
        configuration.putIfAbsent("vigie.voice.contact-hours.from", "00:00");
        configuration.putIfAbsent("vigie.voice.contact-hours.to", "00:00");
        configuration.putIfAbsent("vigie.voice.speech.tones", "true");
        configuration.put("vigie.voice.sip-port", String.valueOf(freeUdpPort()));
        this.command = command(stored());
    }

    static Dispatcher start(
            Installation installation,
            Service service,
            LocalParts parts,
            Keys keys,
            Path folder,
            Map<String, String> settings) {
        String name = service.database() + "_" + folder.getFileName().toString().replaceAll("[^a-z0-9]", "_");
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        parts.makeDatabase(name, password);
        Properties known = new Properties();
        known.put("config_ordinal", "275");
        known.put("vigie.db.host", "127.0.0.1");
        known.put("vigie.db.port", String.valueOf(parts.postgresPort()));
        known.put("vigie.db.name", name);
        known.put("vigie.db.user", name);
        known.put("vigie.db.password", password);
        known.put("kafka.bootstrap.servers", parts.bootstrapServers());
        keys.into(known);
        known.putAll(settings);
        return started(new Dispatcher(installation, service, folder, "1", known));
    }

    /** One copy more, on the same database. */
    public Dispatcher copy(String name) {
        return started(new Dispatcher(installation, service, folder, name, (Properties) configuration.clone()));
    }

    private static Dispatcher started(Dispatcher dispatcher) {
        dispatcher.startAgain();
        return dispatcher;
    }

    /** The flags of one machine's service. */
    private List<String> command(Path stored) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                service == Service.DISPATCH_VOICE ? "-Xmx320m" : "-Xmx224m",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-Dsmallrye.config.locations=" + stored.toUri(),
                "-jar",
                installation.jar(service).toString());
    }

    private Path stored() {
        Path file = folder.resolve(service.id() + "-" + instance + ".properties");
        try {
            Files.createDirectories(folder);
            try (Writer writer = Files.newBufferedWriter(file)) {
                configuration.store(writer, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return folder.resolve(service.id() + "-" + instance + ".log");
    }

    /** A TCP port that nobody uses. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A UDP port that nobody uses, below those that the system hands out: it stays free until it is wanted. */
    public static int freeUdpPort() {
        return new Random()
                .ints(UDP_LOWEST, UDP_HIGHEST)
                .limit(MOST_LOOKS)
                .filter(Dispatcher::free)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free UDP port"));
    }

    private static boolean free(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** An address of its API. */
    public URI api(String path) {
        return URI.create("http://127.0.0.1:" + configuration.getProperty("quarkus.http.port") + path);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as kill -9 does. */
    public void kill() {
        process.kill();
    }

    /** How it ended after SIGTERM. */
    public record Ended(Duration after, int status) {
        @Override
        public String toString() {
            return "after " + CommandLine.seconds(after) + " with status " + status;
        }
    }

    /** Asks it to end (SIGTERM) and waits for it, by force after 25 s. */
    public Ended stop() {
        long begun = System.nanoTime();
        int status = process.stop(STOP);
        return new Ended(Duration.ofNanos(System.nanoTime() - begun), status);
    }

    /** Starts it, and returns when it is ready. */
    public void startAgain() {
        process = Child.start(command, logFile());
        String url = "http://127.0.0.1:" + configuration.getProperty("quarkus.management.port") + "/health/ready";
        try {
            await().atMost(READY).pollInterval(Duration.ofMillis(50)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(service.id() + " ended while it started, see " + logFile());
                }
                return new Readiness().ready(url);
            });
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    /** Its log, line by line. */
    public List<String> log() {
        try {
            return Files.readString(logFile()).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}
