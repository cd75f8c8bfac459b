package fr.vigie.infra;

import fr.vigie.infra.StartFailure.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Kafka nodes that form one cluster, each a process and a {@link LocalKafka} of its own. With three, every topic that
 * asks for it survives the loss of one: internal topics have three copies, two of which must confirm.
 */
public final class LocalKafkaCluster implements AutoCloseable {
    /** Three of them live where one had 256 MB: each holds everything, and serves a third of it. */
    private static final List<String> NODE_JVM =
            List.of("-Xms64m", "-Xmx176m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    /**
     * Where one node lives.
     *
     * @param home holds its data and its log; created if missing
     * @param port TCP port for clients, or 0 for any free one
     * @param controllerPort TCP port for the other nodes, or 0 for any free one
     */
    public record Place(Path home, int port, int controllerPort) {}

    private final List<LocalKafka> nodes;

    private LocalKafkaCluster(List<LocalKafka> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts all nodes and waits until each serves clients. The n-th place always belongs to node n.
     *
     * @param places one, or an odd number: of an even number half would not be enough to go on
     * @throws StartFailure if one cannot start; nothing is left running then
     */
    public static LocalKafkaCluster start(List<Place> places) {
        if (places.size() % 2 == 0) {
            throw new IllegalArgumentException("an even number of nodes: " + places.size());
        }
        List<CompletableFuture<LocalKafka>> starts = configs(places).stream()
                .map(config -> CompletableFuture.supplyAsync(
                        () -> LocalKafka.start(config), task -> new Thread(task, "kafka-start").start()))
                .toList();
        List<LocalKafka> started = new ArrayList<>();
        CompletionException failure = null;
        for (CompletableFuture<LocalKafka> start : starts) {
            try {
                started.add(start.join());
            } catch (CompletionException e) {
                failure = e;
            }
        }
        LocalKafkaCluster cluster = new LocalKafkaCluster(started);
        if (failure != null) {
            cluster.close();
            throw failure.getCause() instanceof StartFailure cause
                    ? cause
                    : new StartFailure(Reason.DID_NOT_START, "Kafka did not start: " + failure.getMessage(), failure);
        }
        return cluster;
    }

    private static List<LocalKafka.Config> configs(List<Place> places) {
        if (places.size() == 1) {
            Place only = places.get(0);
            return List.of(new LocalKafka.Config(only.home(), only.port(), only.controllerPort()));
        }
        // Every node must know every controller before any has started.
        Set<Integer> given = new HashSet<>();
        List<LocalKafka.Voter> voters = new ArrayList<>();
        for (Place place : places) {
            voters.add(new LocalKafka.Voter(voters.size() + 1, controllerPort(place, given)));
        }
        List<LocalKafka.Config> configs = new ArrayList<>();
        for (LocalKafka.Voter voter : voters) {
            Place place = places.get(voter.nodeId() - 1);
            configs.add(new LocalKafka.Config(
                    place.home(),
                    place.port(),
                    voter.controllerPort(),
                    voter.nodeId(),
                    voters,
                    LocalKafka.DEFAULT_CLUSTER_ID,
                    NODE_JVM,
                    List.of(),
                    Map.of()));
        }
        return configs;
    }

    private static int controllerPort(Place place, Set<Integer> given) {
        int port = LoopbackPort.claim(place.controllerPort(), "Kafka's controller");
        while (!given.add(port)) {
            port = LoopbackPort.claim(0, "Kafka's controller");
        }
        return port;
    }

    /** The nodes, in the order of their places. */
    public List<LocalKafka> nodes() {
        return nodes;
    }

    /** The value for {@code kafka.bootstrap.servers}: all nodes, since any of them may be down. */
    public String bootstrapServers() {
        return nodes.stream().map(LocalKafka::bootstrapServers).collect(Collectors.joining(","));
    }

    /**
     * Stops all nodes at once. One after the other, the last ones would wait in vain for the majority that agrees to
     * their going. May be repeated.
     */
    @Override
    public void close() {
        List<Thread> stops = nodes.stream()
                .map(node -> new Thread(node::close, "kafka-stop"))
                .toList();
        stops.forEach(Thread::start);
        boolean interrupted = false;
        for (Thread stop : stops) {
            interrupted |= !joined(stop);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // A node is always stopped by force in the end, so that this ends too.
    private static boolean joined(Thread stop) {
        boolean undisturbed = true;
        while (true) {
            try {
                stop.join();
                return undisturbed;
            } catch (InterruptedException e) {
                undisturbed = false;
            }
        }
    }
}
