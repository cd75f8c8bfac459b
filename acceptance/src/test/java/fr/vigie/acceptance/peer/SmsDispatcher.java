package fr.vigie.acceptance.peer;

import static org.awaitility.Awaitility.await;

import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Readiness;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** dispatch-sms as it is shipped, as a process with a database of its own. */
final class SmsDispatcher implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(25);

    private final List<String> command;
    private final Path log;
    private final int management;
    private Child process;

    private SmsDispatcher(List<String> command, Path log, int management) {
        this.command = command;
        this.log = log;
        this.management = management;
    }

    /** Starts it and returns when it is ready. */
    static SmsDispatcher start(
            Installation installation, LocalParts parts, FieldKeys keys, Path folder, Map<String, String> settings) {
        String name = "sms_" + folder.getFileName().toString().replaceAll("[^a-z0-9]", "_");
        String password = FieldKeys.random();
        parts.makeDatabase(name, password);
        int management = freePort();
        Properties properties = new Properties();
        properties.put("config_ordinal", "275");
        properties.put("quarkus.http.port", String.valueOf(freePort()));
        properties.put("quarkus.management.port", String.valueOf(management));
        properties.put("vigie.db.host", "127.0.0.1");
        properties.put("vigie.db.port", String.valueOf(parts.postgresPort()));
        properties.put("vigie.db.name", name);
        properties.put("vigie.db.user", name);
        properties.put("vigie.db.password", password);
        properties.put("kafka.bootstrap.servers", parts.bootstrapServers());
        properties.put("vigie.auth.public-key", keys.publicKey());
        properties.put("vigie.crypto.keys", keys.keys());
        properties.put("vigie.crypto.active-key", FieldKeys.ACTIVE);
        properties.put("vigie.crypto.index-key", keys.indexKey());
        properties.putAll(settings);
        SmsDispatcher dispatcher = new SmsDispatcher(
                command(installation, store(properties, folder)), folder.resolve("dispatch-sms.log"), management);
        dispatcher.startAgain();
        return dispatcher;
    }

    /** The flags of one machine's service. */
    private static List<String> command(Installation installation, Path configuration) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx224m",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-Dsmallrye.config.locations=" + configuration.toUri(),
                "-jar",
                installation.jar(Service.DISPATCH_SMS).toString());
    }

    private static Path store(Properties properties, Path folder) {
        Path file = folder.resolve("dispatch-sms.properties");
        try {
            Files.createDirectories(folder);
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as kill -9 does. */
    void kill() {
        process.kill();
    }

    /** Starts it, and returns when it is ready. */
    void startAgain() {
        process = Child.start(command, log);
        String url = "http://127.0.0.1:" + management + "/health/ready";
        await().atMost(READY).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("dispatch-sms ended while it started, see " + log);
            }
            return new Readiness().ready(url);
        });
    }

    /** Its log, line by line. */
    List<String> log() {
        try {
            return Files.readString(log).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}
