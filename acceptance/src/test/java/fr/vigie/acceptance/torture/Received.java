package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the SMSC and the telephones received, by the simulators' journals. The simulators are never killed. */
final class Received {
    /** The reference that every part of every text carries. */
    static final Pattern REFERENCE = Pattern.compile("T[0-9a-f]+-[0-9]+");

    private static final Duration FRAME = Duration.ofMillis(20);

    /** In packets. In these runs the message itself lasts two seconds, with its repetition and the menu six. */
    private static final int LONGEST_MESSAGE = 250;

    private final Map<String, Texts> texts = new HashMap<>();
    private final Map<String, List<JsonNode>> refusals = new HashMap<>();
    private final Map<String, Map<String, CallSeen>> calls = new HashMap<>();
    private final Set<String> unnamed = new HashSet<>();
    private final Set<String> stops = new HashSet<>();

    /** Texts of one alert to one number. */
    static final class Texts {
        private final Map<String, JsonNode> accepted = new TreeMap<>();
        private final Map<String, String> fates = new HashMap<>();
        private final Set<String> receipts = new HashSet<>();

        /** How often the most frequent part was taken: 2 where a telephone shows the text twice, or half of it. */
        int copies() {
            Map<Integer, Integer> byPart = new HashMap<>();
            accepted.values().forEach(line -> byPart.merge(line.path("part").asInt(), 1, Integer::sum));
            return byPart.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }

        /** Whether every part was taken. */
        boolean whole() {
            int parts = accepted.values().stream()
                    .mapToInt(line -> Math.max(1, line.path("parts").asInt()))
                    .max()
                    .orElse(1);
            return accepted.values().stream()
                            .map(line -> line.path("part").asInt())
                            .distinct()
                            .count()
                    >= parts;
        }

        /** Whether its parts, in their order, are these words; a part that was taken twice must be twice the same. */
        boolean says(String words) {
            Map<Integer, Set<String>> byPart = new TreeMap<>();
            accepted.values()
                    .forEach(line -> byPart.computeIfAbsent(line.path("part").asInt(), part -> new HashSet<>())
                            .add(line.path("text").asText()));
            StringBuilder all = new StringBuilder();
            byPart.values().forEach(texts -> texts.forEach(all::append));
            return words.contentEquals(all);
        }

        /** When the last part was taken; null where none was. */
        Instant lastTaken() {
            return accepted.values().stream()
                    .map(line -> Instant.parse(line.path("at").asText()))
                    .max(Instant::compareTo)
                    .orElse(null);
        }

        /** Whether the SMSC says of one of them that it came to this end. */
        boolean ended(String fate) {
            return fates.containsValue(fate);
        }

        /** The names of those whose receipt we acknowledged. */
        Set<String> receipted() {
            return receipts;
        }
    }

    /** One call, from the telephone's side. */
    static final class CallSeen {
        private boolean answered;
        private String outcome = "";
        private Instant begun;
        private Instant answeredAt;
        private Instant ended;
        private long frames;
        private long sound;
        private final StringBuilder keys = new StringBuilder();
        private final List<JsonNode> lines = new ArrayList<>();

        /** Whether somebody heard something: who picks up a line that is dead or silent to its end is not warned. */
        boolean heard() {
            return answered && !outcome.equals("NOT_ACKNOWLEDGED") && (outcome.isEmpty() || sound > 0);
        }

        /** Whether somebody listened for longer than the message lasts, and pressed nothing. */
        boolean heardAll() {
            return heard() && keys.isEmpty() && sound > LONGEST_MESSAGE;
        }

        /** Whether the caller's frames came as they should: fewer where the machine that all this runs on stood still. */
        boolean steady() {
            return answered
                    && ended != null
                    && frames * FRAME.toNanos()
                            > Duration.between(answeredAt, ended).toNanos() * 9 / 10;
        }

        /** Whether somebody asked in it not to be called any more. */
        boolean leaves() {
            return keys.toString().contains("99");
        }

        /** When the telephone began to be called; null where the journal does not say. */
        Instant begun() {
            return begun;
        }

        boolean pressed(char key) {
            return keys.indexOf(String.valueOf(key)) >= 0;
        }
    }

    /** Reads both journals. */
    static Received of(Collection<JsonNode> smsc, Collection<JsonNode> telephones) {
        Received received = new Received();
        Map<String, Texts> byMessage = new HashMap<>();
        smsc.forEach(line -> received.take(line, byMessage));
        telephones.forEach(received::takeCall);
        return received;
    }

    private void take(JsonNode line, Map<String, Texts> byMessage) {
        String id = line.path("messageId").asText();
        String number = line.path("destination").asText();
        switch (line.path("event").asText()) {
            case "accepted" -> {
                Matcher reference = REFERENCE.matcher(line.path("text").asText());
                if (!reference.find()) {
                    unnamed.add(id);
                    return;
                }
                Texts to = texts.computeIfAbsent(reference.group() + " " + number, key -> new Texts());
                to.accepted.put(id, line);
                byMessage.put(id, to);
            }
            case "final" -> {
                Texts to = byMessage.get(id);
                if (to != null) {
                    to.fates.put(id, line.path("state").asText());
                }
            }
            case "receipt" -> {
                Texts to = byMessage.get(id);
                if (to != null) {
                    to.receipts.add(id);
                }
            }
            case "written" -> {
                if (line.path("text").asText().equals("STOP")) {
                    stops.add(line.path("from").asText());
                }
            }
            case "refused" ->
                refusals.computeIfAbsent(number, key -> new ArrayList<>()).add(line);
            default -> {
                // What telephones write is no concern of a delivery.
            }
        }
    }

    private void takeCall(JsonNode line) {
        CallSeen call = calls.computeIfAbsent(line.path("called").asText(), key -> new TreeMap<>())
                .computeIfAbsent(line.path("callId").asText(), key -> new CallSeen());
        call.lines.add(line);
        switch (line.path("event").asText()) {
            case "invite" -> call.begun = Instant.parse(line.path("at").asText());
            case "answered" -> {
                call.answered = true;
                call.answeredAt = Instant.parse(line.path("at").asText());
            }
            case "key" -> call.keys.append(line.path("key").asText());
            case "ended" -> {
                call.outcome = line.path("outcome").asText();
                call.ended = Instant.parse(line.path("at").asText());
                call.frames = line.path("rtpPackets").asLong();
                call.sound = call.frames - line.path("silentPackets").asLong();
            }
            default -> {
                // Ringing and the like.
            }
        }
    }

    Texts texts(String reference, String number) {
        return texts.getOrDefault(reference + " " + number, new Texts());
    }

    /** Whether the SMSC refused anything for this number. */
    boolean refused(String number) {
        return refusals.containsKey(number);
    }

    /** Whether this telephone wrote back that it wants no more. */
    boolean wroteStop(String number) {
        return stops.contains(number);
    }

    Collection<CallSeen> calls(String number) {
        return calls.getOrDefault(number, Map.of()).values();
    }

    /** Reference and number, with a space between, of everything that the SMSC took. */
    Set<String> everyText() {
        return Collections.unmodifiableSet(texts.keySet());
    }

    /** Every number that was called. */
    Set<String> everyCalled() {
        return Set.copyOf(calls.keySet());
    }

    /** Texts without a reference: nobody can say what they belong to. */
    Set<String> unnamed() {
        return Set.copyOf(unnamed);
    }

    /** How many of these numbers took a text, or a call in which something was to be heard. */
    long reached(Set<String> numbers) {
        Set<String> reached = new HashSet<>();
        texts.forEach((text, taken) -> {
            if (taken.copies() > 0) {
                reached.add(text.substring(text.indexOf(' ') + 1));
            }
        });
        calls.forEach((number, seen) -> {
            if (seen.values().stream().anyMatch(CallSeen::heard)) {
                reached.add(number);
            }
        });
        reached.retainAll(numbers);
        return reached.size();
    }

    /** What the journals hold of one delivery, without the number. */
    List<String> lines(String reference, String number) {
        List<JsonNode> lines = new ArrayList<>();
        Texts to = texts(reference, number);
        lines.addAll(to.accepted.values());
        lines.addAll(refusals.getOrDefault(number, List.of()));
        calls(number).forEach(call -> lines.addAll(call.lines));
        List<String> shown = new ArrayList<>();
        lines.forEach(line -> shown.add(withoutNumbers(line)));
        to.fates.forEach((id, fate) -> shown.add("message " + id + " came to " + fate
                + (to.receipts.contains(id) ? ", its receipt was acknowledged" : ", no receipt was acknowledged")));
        return shown;
    }

    private static String withoutNumbers(JsonNode line) {
        ObjectNode copy = line.deepCopy();
        return copy.remove(List.of("destination", "source", "called", "callerId", "text"))
                .toString();
    }
}
