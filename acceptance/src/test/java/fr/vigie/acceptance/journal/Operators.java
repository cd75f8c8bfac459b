package fr.vigie.acceptance.journal;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operators did since a moment: for each number, what became of texts and calls.
 *
 * @param texts by number, E.164
 * @param calls by number, E.164
 */
public record Operators(Map<String, Texts> texts, Map<String, Calls> calls) {
    static final String SMSC = "smsc.jsonl";
    static final String TELEPHONE = "calls.jsonl";
    private static final int RINVDSTADR = 0x0B;

    /** A place in both journals. */
    public record Mark(Path folder, long smsc, long telephone) {}

    /** What an SMSC did with one number; only first parts are counted. */
    public record Texts(int accepted, boolean refused, Set<String> finals) {
        static Texts of(List<JsonNode> lines) {
            int accepted = 0;
            boolean refused = false;
            Set<String> finals = new HashSet<>();
            for (JsonNode line : lines) {
                switch (line.path("event").asText()) {
                    case "accepted" -> accepted += line.path("part").asInt() <= 1 ? 1 : 0;
                    case "refused" -> refused |= line.path("status").asInt() == RINVDSTADR;
                    case "final" -> finals.add(line.path("state").asText());
                    default -> {
                        // Receipts say nothing about the merchant.
                    }
                }
            }
            return new Texts(accepted, refused, Set.copyOf(finals));
        }
    }

    /** What a telephone did; answered are calls in which something was to be heard. */
    public record Calls(int invited, int answered, String keys, Set<String> outcomes) {
        static Calls of(List<JsonNode> lines) {
            int invited = 0;
            Set<String> answered = new HashSet<>();
            StringBuilder keys = new StringBuilder();
            Set<String> outcomes = new HashSet<>();
            for (JsonNode line : lines) {
                switch (line.path("event").asText()) {
                    case "invite" -> invited++;
                    case "answered" -> answered.add(line.path("callId").asText());
                    case "key" -> keys.append(line.path("key").asText());
                    case "ended" -> {
                        outcomes.add(line.path("outcome").asText());
                        if (line.path("rtpPackets").asLong()
                                <= line.path("silentPackets").asLong()) {
                            answered.remove(line.path("callId").asText()); // a dead line tells nobody anything
                        }
                    }
                    default -> {
                        // Ringing and the like.
                    }
                }
            }
            return new Calls(invited, answered.size(), keys.toString(), Set.copyOf(outcomes));
        }
    }

    /** Where the journals end now. */
    public static Mark mark(Path folder) {
        return new Mark(folder, Journal.end(folder.resolve(SMSC)), Journal.end(folder.resolve(TELEPHONE)));
    }

    /** What happened since. */
    public static Operators since(Mark mark) {
        Map<String, Texts> texts = new HashMap<>();
        grouped(Journal.after(mark.folder().resolve(SMSC), mark.smsc()), "destination")
                .forEach((number, lines) -> texts.put(number, Texts.of(lines)));
        Map<String, Calls> calls = new HashMap<>();
        grouped(Journal.after(mark.folder().resolve(TELEPHONE), mark.telephone()), "called")
                .forEach((number, lines) -> calls.put(number, Calls.of(lines)));
        return new Operators(Map.copyOf(texts), Map.copyOf(calls));
    }

    /** What happened since, once the journals have stopped growing: they are written a little late. */
    public static Operators settled(Mark mark) {
        Set<Operators> seen = new HashSet<>();
        return await().pollInterval(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(30))
                .until(() -> since(mark), latest -> !seen.add(latest));
    }

    private static Map<String, List<JsonNode>> grouped(Collection<JsonNode> lines, String by) {
        return lines.stream()
                .filter(line -> line.has(by))
                .collect(Collectors.groupingBy(line -> line.path(by).asText()));
    }

    /** When the SMSC took the last text since a moment; null where it took none. */
    public static Instant lastHandOver(Mark mark) {
        return Journal.after(mark.folder().resolve(SMSC), mark.smsc()).stream()
                .filter(line -> line.path("event").asText().equals("accepted"))
                .map(line -> Instant.parse(line.path("at").asText()))
                .max(Instant::compareTo)
                .orElse(null);
    }

    public Texts textsTo(String number) {
        return texts.getOrDefault(number, new Texts(0, false, Set.of()));
    }

    public Calls callsTo(String number) {
        return calls.getOrDefault(number, new Calls(0, 0, "", Set.of()));
    }

    /** Numbers that an operator was asked to reach. */
    public Set<String> reached() {
        Set<String> numbers = new HashSet<>(texts.keySet());
        numbers.addAll(calls.keySet());
        return numbers;
    }

    /** How many texts were taken. */
    public int accepted() {
        return texts.values().stream().mapToInt(Texts::accepted).sum();
    }
}
