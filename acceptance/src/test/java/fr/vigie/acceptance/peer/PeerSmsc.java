package fr.vigie.acceptance.peer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.stage.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SMSC that is not ours, as a process on 127.0.0.1. Its options are those of peers/smsc/smsc.js. */
final class PeerSmsc implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern REFERENCE = Pattern.compile("\\bT\\d{7}\\b");

    private final List<String> command;
    private final Path log;
    private final Path journal;
    private final PeerOptions options;
    private final int port;
    private Child process;
    private boolean killed;

    /**
     * One line of its journal: a submit_sm that it took.
     *
     * @param serial how many it had taken then, this one included
     * @param reference which of our texts it is; empty where it is none of them, or not the part that says so
     */
    record Taken(String id, long serial, String to, String reference) {}

    /** What it counts of itself. Throttled stands for a full queue too. */
    record Counts(
            long binds,
            long accepted,
            long throttled,
            long rejected,
            long receipts,
            long dropped,
            long stalled,
            long queries) {
        Counts plus(Counts more) {
            return new Counts(
                    binds + more.binds,
                    accepted + more.accepted,
                    throttled + more.throttled,
                    rejected + more.rejected,
                    receipts + more.receipts,
                    dropped + more.dropped,
                    stalled + more.stalled,
                    queries + more.queries);
        }
    }

    private PeerSmsc(PeerPrograms programs, Path folder, String name, int port, PeerOptions options) {
        this.log = folder.resolve(name + ".log");
        this.journal = folder.resolve(name + ".jsonl");
        this.options = options;
        this.port = port;
        this.command = new ArrayList<>(List.of("node", programs.script().toString()));
        command.addAll(List.of("--port", String.valueOf(port), "--journal", journal.toString()));
        command.addAll(options.words());
    }

    /** Starts it and waits until it listens. */
    static PeerSmsc start(PeerPrograms programs, Path folder, String name, int port, PeerOptions options) {
        PeerSmsc peer = new PeerSmsc(programs, folder, name, port, options);
        peer.process = Child.start(peer.command, peer.log);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lines(peer.log).stream().anyMatch(line -> line.contains("listening")));
        return peer;
    }

    int port() {
        return port;
    }

    PeerOptions options() {
        return options;
    }

    /** Whether it was ended by force: then the last lines of its journal may be missing. */
    boolean killed() {
        return killed;
    }

    /** As kill -9 does. */
    void kill() {
        killed = true;
        process.kill();
    }

    /** Its last count; at most a second old while it runs, exact once it was closed. */
    Counts counts() {
        List<String> lines = lines(log);
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("{\"binds\"")) {
                JsonNode line = json(lines.get(i));
                return new Counts(
                        line.path("binds").asLong(),
                        line.path("accepted").asLong(),
                        line.path("throttled").asLong(),
                        line.path("rejected").asLong(),
                        line.path("receipts").asLong(),
                        line.path("dropped").asLong(),
                        line.path("stalled").asLong(),
                        line.path("queries").asLong());
            }
        }
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What it has taken, in its order. */
    List<Taken> taken() {
        List<Taken> taken = new ArrayList<>();
        for (String line : lines(journal)) {
            JsonNode json = json(line);
            Matcher reference = REFERENCE.matcher(json.path("text").asText());
            String id = json.path("id").asText();
            taken.add(new Taken(
                    id, taken.size() + 1L, json.path("to").asText(), reference.find() ? reference.group() : ""));
        }
        return taken;
    }

    /** Ends it in order: the journal is whole then. */
    @Override
    public void close() {
        process.stop(LIMIT);
    }

    /** Whole lines only: the last one may still be being written. */
    private static List<String> lines(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
