package fr.vigie.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The process of one Kafka broker and controller. It says {@code READY} on its output when it can be used, and stops
 * when its input ends: closed by the parent, or because the parent died.
 */
public final class KafkaNode {
    static final String READY = "READY";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private KafkaNode() {}

    /** Takes the file of the broker's properties and the id of the cluster. */
    public static void main(String[] arguments) {
        PrintStream parent = System.out;
        System.setOut(System.err); // the output belongs to the conversation with the parent
        // These reach every process of a terminal; the parent decides when its broker goes, after the clients.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
        try {
            run(Path.of(arguments[0]), arguments[1], parent);
            Runtime.getRuntime().halt(0);
        } catch (Throwable e) { // whatever it was: half a broker must not live on
            System.err.println("The broker failed: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path file, String clusterId, PrintStream parent) throws IOException {
        int status = StorageTool.execute(
                new String[] {"format", "--config", file.toString(), "--cluster-id", clusterId, "--ignore-formatted"},
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("cannot format the storage");
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Signal.handle(new Signal("TERM"), signal -> stop(server));
        Thread stopper = new Thread(() -> stopWhenInputEnds(server), "stop-with-parent");
        stopper.setDaemon(true);
        stopper.start();
        server.startup();
        parent.println(READY);
        parent.flush();
        server.awaitShutdown();
    }

    private static void stopWhenInputEnds(KafkaRaftServer server) {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said on this line.
            }
        } catch (IOException e) {
            System.err.println("The input broke, which is as good as its end: " + e.getMessage());
        }
        stop(server);
    }

    private static void stop(KafkaRaftServer server) {
        Thread limit = new Thread(
                () -> {
                    Waiting.until(STOP_LIMIT, () -> false);
                    Runtime.getRuntime().halt(2);
                },
                "stop-limit");
        limit.setDaemon(true);
        limit.start();
        server.shutdown();
    }
}
