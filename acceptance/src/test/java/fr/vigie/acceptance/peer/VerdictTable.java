package fr.vigie.acceptance.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A verdict for people. */
final class VerdictTable {
    private static final int MOST_EXAMPLES = 5;

    private VerdictTable() {}

    static String of(Verdict verdict) {
        StringBuilder table = new StringBuilder();
        long millis = Math.max(1, verdict.took().toMillis());
        table.append("%n%s: %,d texts, all final after %,d ms (%,d/s)%n"
                .formatted(verdict.story(), verdict.texts(), millis, verdict.texts() * 1000L / millis));
        row(table, "taken by operators", verdict.taken());
        verdict.states().forEach((state, count) -> row(table, state, count));
        row(table, "not taken, and said so", verdict.untaken());
        row(table, "lost", verdict.lost().size());
        row(table, "twice, flagged", verdict.twiceFlagged());
        row(table, "twice, unflagged", verdict.twiceUnflagged().size());
        row(table, "flagged, taken once", verdict.flaggedOnce());
        row(table, "submits beyond the first", verdict.extra());
        row(table, "STOP, told of", verdict.stops());
        row(table, "lying", verdict.lying().size());
        table.append("  operators: ").append(verdict.counts()).append('\n');
        examples(table, "lost", verdict.lost());
        examples(table, "twice, unflagged", verdict.twiceUnflagged());
        examples(table, "lying", verdict.lying());
        return table.toString();
    }

    private static void row(StringBuilder table, String what, int count) {
        table.append(String.format(Locale.ROOT, "  %-36s %,9d%n", what, count));
    }

    private static void examples(StringBuilder table, String what, List<String> texts) {
        texts.stream()
                .limit(MOST_EXAMPLES)
                .forEach(text -> table.append("  ")
                        .append(what)
                        .append(": ")
                        .append(text)
                        .append('\n'));
    }

    /** One line for programs. */
    static String json(Verdict verdict) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("story", verdict.story());
        values.put("texts", verdict.texts());
        values.put("millis", verdict.took().toMillis());
        values.put("taken", verdict.taken());
        values.put("states", verdict.states());
        values.put("untaken", verdict.untaken());
        values.put("lost", verdict.lost().size());
        values.put("twiceFlagged", verdict.twiceFlagged());
        values.put("twiceUnflagged", verdict.twiceUnflagged().size());
        values.put("flaggedOnce", verdict.flaggedOnce());
        values.put("extra", verdict.extra());
        values.put("stops", verdict.stops());
        values.put("lying", verdict.lying().size());
        values.put("operators", verdict.counts());
        try {
            return new ObjectMapper().writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
