package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.torture.Finding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of all runs, for people, for programs, and for whoever looks for the cause. */
final class Report {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ROW = "%12s %10s %8s %6s %5s %9s %7s %5s %10s %8s";
    private static final int EXAMPLES = 5;

    private final List<Outcome> outcomes;

    Report(List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    static String head() {
        return String.format(
                ROW,
                "seed",
                "recipients",
                "reached",
                "faults",
                "lost",
                "unflagged",
                "flagged",
                "lying",
                "audit gaps",
                "seconds");
    }

    static String row(Outcome each) {
        return String.format(
                Locale.ROOT,
                ROW,
                each.seed(),
                each.recipients(),
                each.reached(),
                each.inflicted(),
                each.count(Kind.LOST),
                each.count(Kind.UNFLAGGED),
                each.count(Kind.FLAGGED),
                each.count(Kind.LYING),
                each.auditGaps(),
                each.took().toSeconds());
    }

    /** What is wrong with a run: some examples, and how to see it again. */
    static List<String> faults(Outcome each) {
        List<String> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Finding> found = each.findings().stream()
                    .filter(finding -> kind.fault() && finding.kind() == kind)
                    .toList();
            found.stream()
                    .limit(EXAMPLES)
                    .forEach(finding -> lines.add("  " + word(kind) + ": " + finding.alert()
                            + (finding.deliveryId() == null ? "" : " delivery " + finding.deliveryId()) + " "
                            + finding.what()));
            if (found.size() > EXAMPLES) {
                lines.add("  " + word(kind) + ": and " + (found.size() - EXAMPLES) + " more");
            }
        }
        if (!each.broken().isEmpty()) {
            lines.add("  not played to its end: " + each.broken());
        }
        if (!lines.isEmpty()) {
            lines.add("  again: " + each.command());
        }
        return lines;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How often each kind of fault was inflicted in all runs, and what could not be done here. */
    List<String> totals() {
        List<String> lines = new ArrayList<>();
        kinds().forEach((kind, count) -> lines.add(String.format("  %-36s %5d", kind, count)));
        Map<String, Long> spared = outcomes.stream()
                .flatMap(each -> each.spared().stream())
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        spared.forEach((kind, count) ->
                lines.add(String.format("  %-36s %5s   not possible here %d times", kind, "-", count)));
        return lines;
    }

    private Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        outcomes.forEach(each -> each.faults().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum)));
        return kinds;
    }

    boolean clean() {
        return outcomes.stream().allMatch(Outcome::clean);
    }

    /** One line. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("runs", outcomes.stream().map(Report::values).toList());
        all.put("faults", kinds());
        all.put("clean", clean());
        return write(all);
    }

    private static Map<String, Object> values(Outcome each) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", each.seed());
        run.put("recipients", each.recipients());
        run.put("lost", each.count(Kind.LOST));
        run.put("unflagged", each.count(Kind.UNFLAGGED));
        run.put("flagged", each.count(Kind.FLAGGED));
        run.put("lying", each.count(Kind.LYING));
        run.put("auditGaps", each.auditGaps());
        run.put("faults", each.faults());
        run.put("spared", each.spared());
        run.put("reached", each.reached());
        run.put("flaggedOnce", each.flaggedOnce());
        run.put("states", each.states());
        run.put("seconds", each.took().toSeconds());
        run.put("command", each.command());
        if (!each.broken().isEmpty()) {
            run.put("broken", each.broken());
        }
        return run;
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the same as the JSON line, and every finding with the delivery's history. */
    void keep(Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "runs",
                outcomes.stream()
                        .map(each -> {
                            Map<String, Object> run = values(each);
                            run.put(
                                    "findings",
                                    each.findings().stream()
                                            .filter(finding -> finding.kind().fault())
                                            .toList());
                            return run;
                        })
                        .toList());
        all.put("faults", kinds());
        all.put("clean", clean());
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
