package fr.vigie.infra;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** A Kafka node's files of one home. The caller holds the claim on the home. */
final class KafkaFolder {
    private final Path home;
    private final Path pidFile;

    KafkaFolder(Path home) {
        this.home = home;
        this.pidFile = home.resolve("kafka.pid");
    }

    Path properties() {
        return home.resolve("kafka.properties");
    }

    Path log() {
        return home.resolve("kafka.log");
    }

    void configure(LocalKafka.Config config, int port, int controllerPort) throws IOException {
        Properties broker = new Properties();
        broker.setProperty("process.roles", "broker,controller");
        broker.setProperty("node.id", Integer.toString(config.nodeId()));
        broker.setProperty("controller.listener.names", "CONTROLLER");
        broker.setProperty("controller.quorum.voters", voters(config, controllerPort));
        broker.setProperty(
                "listeners",
                "PLAINTEXT://" + LoopbackPort.HOST + ":" + port + ",CONTROLLER://" + LoopbackPort.HOST + ":"
                        + controllerPort);
        broker.setProperty("log.dirs", home.resolve("data").toString());
        broker.setProperty("auto.create.topics.enable", "false");

        String copies = Integer.toString(Math.max(1, Math.min(3, config.voters().size())));
        String enough = config.voters().size() >= 3 ? "2" : "1";
        broker.setProperty("default.replication.factor", copies);
        broker.setProperty("min.insync.replicas", enough);
        broker.setProperty("offsets.topic.replication.factor", copies);
        broker.setProperty("offsets.topic.num.partitions", "4");
        broker.setProperty("transaction.state.log.replication.factor", copies);
        broker.setProperty("transaction.state.log.min.isr", enough);
        broker.setProperty("transaction.state.log.num.partitions", "4");
        broker.setProperty("share.coordinator.state.topic.replication.factor", copies);
        broker.setProperty("share.coordinator.state.topic.min.isr", enough);
        broker.setProperty("share.coordinator.state.topic.num.partitions", "1");

        // One machine: a consumer that starts need not wait for others, and one that died is missed within seconds.
        broker.setProperty("group.initial.rebalance.delay.ms", "0");
        broker.setProperty("group.min.session.timeout.ms", "1000");

        // A killed broker is let in again when its old session is over: by default that takes 9 s.
        broker.setProperty("broker.session.timeout.ms", "3000");
        broker.setProperty("broker.heartbeat.interval.ms", "1000");

        broker.setProperty("log.retention.hours", "168");
        broker.setProperty("log.segment.bytes", Integer.toString(64 << 20));
        // The defaults are for large machines; the cleaner alone would take half of a small heap.
        broker.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        broker.setProperty("num.network.threads", "2");
        broker.setProperty("num.io.threads", "4");
        broker.setProperty("background.threads", "2");
        broker.setProperty("num.recovery.threads.per.data.dir", "2");
        config.settings().forEach(broker::setProperty);
        try (OutputStream out = Files.newOutputStream(properties())) {
            broker.store(out, "Written at every start.");
        }
    }

    private static String voters(LocalKafka.Config config, int controllerPort) {
        List<LocalKafka.Voter> voters = config.voters().isEmpty()
                ? List.of(new LocalKafka.Voter(config.nodeId(), controllerPort))
                : config.voters();
        return voters.stream()
                .map(v -> v.nodeId() + "@" + LoopbackPort.HOST + ":" + v.controllerPort())
                .collect(Collectors.joining(","));
    }

    /** Notes which process runs here, so that a later start can end it if this process cannot. */
    void remember(Process node) throws IOException {
        Files.writeString(pidFile, Long.toString(node.pid()));
    }

    /** A node whose parent died is already stopping; it gets the limit for it and is ended then. */
    void stopOrphan(Duration limit) throws IOException {
        Optional<ProcessHandle> orphan = rememberedNode();
        if (orphan.isPresent() && !Waiting.until(limit, () -> rememberedNode().isEmpty())) {
            orphan.get().destroyForcibly();
            Waiting.until(limit, () -> rememberedNode().isEmpty());
        }
        Files.deleteIfExists(pidFile);
    }

    // A dead process that nobody has reaped yet has no arguments any more and does not count.
    private Optional<ProcessHandle> rememberedNode() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(process -> process.info()
                            .arguments()
                            .map(arguments ->
                                    List.of(arguments).contains(properties().toString()))
                            .orElse(false));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The last line of the log that tells of an error. */
    String lastError() throws IOException {
        if (!Files.exists(log())) {
            return "no output";
        }
        List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains("failed") || lines.get(i).contains(" ERROR ")) {
                return lines.get(i);
            }
        }
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
    }
}
