package fr.vigie.infra;

import fr.vigie.infra.StartFailure.Reason;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Kafka node (broker and controller) on 127.0.0.1 in a process of its own, whose data survive restarts. Topics are
 * only those that are created: nothing is created by being used.
 *
 * <p>The process ends with {@link #close}, and also when this process dies without having called it. It ignores the
 * terminal's Ctrl-C, so that its users can finish their work first.
 */
public final class LocalKafka implements AutoCloseable {
    /** Enough for a demo's load on one small machine: about 250 MB of memory in all. */
    public static final List<String> SMALL_JVM =
            List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    /** The cluster's id unless one is given; nodes that shall form a cluster must agree on it. */
    public static final String DEFAULT_CLUSTER_ID = "VmlnaWUtbG9jYWwtMDAwMQ";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    /** A node that votes for the controller, for clusters of several nodes. */
    public record Voter(int nodeId, int controllerPort) {}

    /**
     * @param home holds the data and the log; created if missing
     * @param port TCP port for clients, or 0 for any free one
     * @param controllerPort TCP port for other controllers, or 0 for any free one (only without voters)
     * @param nodeId this node's number in its cluster, from 1
     * @param voters all nodes of the cluster, this one included; empty for a cluster of one
     * @param clusterId 16 bytes in base64 for URLs, without padding
     * @param jvm options of the node's Java process
     * @param classPath what the node runs on; empty for the class path of this process
     * @param settings more broker properties; they win over the defaults of this class
     */
    public record Config(
            Path home,
            int port,
            int controllerPort,
            int nodeId,
            List<Voter> voters,
            String clusterId,
            List<String> jvm,
            List<Path> classPath,
            Map<String, String> settings) {
        public Config {
            voters = List.copyOf(voters);
            jvm = List.copyOf(jvm);
            classPath = List.copyOf(classPath);
            settings = Map.copyOf(settings);
        }

        /** A cluster of one node. */
        public Config(Path home, int port, int controllerPort) {
            this(home, port, controllerPort, 1, List.of(), DEFAULT_CLUSTER_ID, SMALL_JVM, List.of(), Map.of());
        }

        public Config withClassPath(List<Path> jars) {
            return new Config(home, port, controllerPort, nodeId, voters, clusterId, jvm, jars, settings);
        }

        public Config withJvm(List<String> options) {
            return new Config(home, port, controllerPort, nodeId, voters, clusterId, options, classPath, settings);
        }
    }

    private final Config config;
    private final FolderClaim claim;
    private final KafkaFolder folder;
    private final int port;
    /** Of its last start; read without the lock, which a start may hold for a minute. */
    private volatile Process node;

    private LocalKafka(Config config) throws IOException {
        this.config = config;
        claim = FolderClaim.of(config.home());
        try {
            folder = new KafkaFolder(claim.folder());
            folder.stopOrphan(STOP_LIMIT);
            port = LoopbackPort.claim(config.port(), "Kafka");
            int controllerPort = LoopbackPort.claim(config.controllerPort(), "Kafka's controller");
            folder.configure(config, port, controllerPort);
            startNode();
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Starts the node and waits until it serves clients. An orphan of an earlier process on the same home is stopped
     * first.
     *
     * @throws StartFailure if it cannot start; nothing is left running then
     */
    public static LocalKafka start(Config config) {
        try {
            return new LocalKafka(config);
        } catch (IOException e) {
            throw new StartFailure(
                    Reason.DID_NOT_START, "Kafka did not start in " + config.home() + ": " + e.getMessage(), e);
        }
    }

    /** The value for {@code kafka.bootstrap.servers}. */
    public String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The node's process, as of its last start. */
    public long pid() {
        return node.pid();
    }

    /** Whether the process lives; one that was stopped by a signal does. */
    public boolean isAlive() {
        return node.isAlive();
    }

    /** Stops the node if it runs, in order and not by force, and starts it again on the same ports. */
    public synchronized void restart() {
        try {
            stopNode();
            startNode();
        } catch (IOException e) {
            throw new StartFailure(Reason.DID_NOT_START, "Kafka did not restart: " + e.getMessage(), e);
        }
    }

    /** Ends the node's process at once (SIGKILL), for crash tests. {@link #restart} brings it back. */
    public synchronized void kill() {
        node.destroyForcibly();
        Waiting.until(STOP_LIMIT, () -> !node.isAlive());
    }

    /** Stops the node, by force after 25 seconds. May be repeated. */
    @Override
    public synchronized void close() {
        try {
            stopNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            claim.close();
        }
    }

    private void startNode() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(config.jvm());
        command.add("-Dslf4j.provider=" + NodeLogProvider.class.getName());
        command.add("-Dslf4j.internal.verbosity=WARN");
        command.add("-Dlog4j2.statusLoggerLevel=OFF"); // of an interface that Kafka touches and does not use
        command.add(KafkaNode.class.getName());
        command.add(folder.properties().toString());
        command.add(config.clusterId());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        builder.environment().put("CLASSPATH", classPath());
        // Options meant for this process, such as agents, are not the node's.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        node = builder.start();
        boolean ready = false;
        try {
            folder.remember(node);
            ready = saysReady(node);
        } finally {
            if (!ready) {
                node.destroyForcibly();
            }
        }
        if (!ready) {
            throw new StartFailure(
                    Reason.DID_NOT_START,
                    "Kafka did not start: " + folder.lastError() + " (see " + folder.log() + ").");
        }
    }

    private String classPath() throws IOException {
        if (config.classPath().isEmpty()) {
            return System.getProperty("java.class.path");
        }
        return String.join(
                File.pathSeparator,
                config.classPath().stream().map(Path::toString).toList());
    }

    private static boolean saysReady(Process node) {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread listener = new Thread(
                () -> {
                    try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
                        ready.complete(KafkaNode.READY.equals(lines.readLine()));
                    } catch (IOException e) {
                        ready.complete(false);
                    }
                },
                "kafka-start");
        listener.setDaemon(true);
        listener.start();
        try {
            return ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void stopNode() throws IOException {
        node.getOutputStream().close();
        if (!Waiting.until(STOP_LIMIT, () -> !node.isAlive())) {
            node.destroyForcibly();
            Waiting.until(STOP_LIMIT, () -> !node.isAlive());
        }
    }
}
