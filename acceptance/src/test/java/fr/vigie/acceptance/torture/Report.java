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
    private static final String ROW = "%8s %10s %7s %6s %4s %9s %7s %4s %5s %4s %4s";
    private static final int EXAMPLES = 5;

    private final List<Outcome> outcomes;
    private final Machine machine;

    Report(List<Outcome> outcomes, Machine machine) {
        this.outcomes = List.copyOf(outcomes);
        this.machine = machine;
    }

    /** How many runs it tells of. */
    int size() {
        return outcomes.size();
    }

    /** What they cost, in words. */
    String effort() {
        long seconds = outcomes.stream()
                .mapToLong(each -> each.effort().whole().toSeconds())
                .sum();
        String load = outcomes.isEmpty()
                ? ""
                : ", load " + outcomes.get(0).effort().loadBefore() + " before and "
                        + outcomes.get(outcomes.size() - 1).effort().loadAfter() + " after";
        return outcomes.size() + (outcomes.size() == 1 ? " run" : " runs") + " in " + seconds / 60 + " min "
                + seconds % 60 + " s" + load;
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
                "once",
                "lying",
                "gaps",
                "secs");
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
                each.flaggedOnce(),
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

    /** How often each kind of fault was inflicted in all runs, and why others were not. */
    List<String> totals() {
        Map<String, Integer> kinds = kinds();
        List<String> lines = new ArrayList<>();
        long seen = kinds.values().stream().filter(count -> count > 0).count();
        lines.add("faults inflicted: " + seen + " of " + kinds.size() + " kinds");
        kinds.forEach((kind, count) -> {
            String spared = spared(kind);
            lines.add(String.format("  %-36s %4d%s", kind, count, spared.isEmpty() ? "" : "  " + spared));
        });
        return lines;
    }

    /** Every kind, those included that never happened. */
    private Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        Scenario.kinds().forEach(kind -> kinds.put(kind, 0));
        outcomes.forEach(each -> each.faults().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum)));
        return kinds;
    }

    private String spared(String kind) {
        Map<String, Long> reasons = outcomes.stream()
                .flatMap(each -> each.spared().stream())
                .filter(each -> each.kind().equals(kind))
                .collect(Collectors.groupingBy(each -> each.effect().words(), TreeMap::new, Collectors.counting()));
        return reasons.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Whether something was played, and nothing was found. */
    boolean clean() {
        return !outcomes.isEmpty() && outcomes.stream().allMatch(Outcome::clean);
    }

    /** One line. */
    String json() {
        return write(all(outcomes.stream().map(Report::values).toList()));
    }

    private Map<String, Object> all(List<Map<String, Object>> runs) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("runs", runs);
        all.put("faults", kinds());
        all.put("machine", machine.values());
        all.put("clean", clean());
        return all;
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
        run.put(
                "spared",
                each.spared().stream()
                        .map(spared -> Map.of(
                                "kind", spared.kind(), "why", spared.effect().words()))
                        .toList());
        run.put("reached", each.reached());
        run.put("flaggedOnce", each.flaggedOnce());
        run.put("states", each.states());
        run.put("seconds", each.took().toSeconds());
        run.put("wholeSeconds", each.effort().whole().toSeconds());
        run.put("loadBefore", each.effort().loadBefore());
        run.put("loadAfter", each.effort().loadAfter());
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
        Map<String, Object> all = all(outcomes.stream()
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
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
