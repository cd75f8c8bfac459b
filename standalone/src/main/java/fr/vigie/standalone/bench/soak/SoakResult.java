package fr.vigie.standalone.bench.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.bench.Wrapped;
import fr.vigie.standalone.bench.soak.Fit.Point;
import fr.vigie.standalone.bench.soak.SteadyAlerts.Sent;
import fr.vigie.standalone.bench.soak.Trend.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a soak found. */
public final class SoakResult {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Machine machine;
    private final Load load;
    private final Sent sent;
    private final long texts;
    private final Map<String, Long> deliveries;
    private final List<String> unexpected;
    private final Map<Figure, Trend> trends;
    private final Map<String, List<String>> grownClasses;
    private final Map<Figure, Double> left;
    private final List<String> restarted;
    private final Map<Figure, List<Point>> series;

    /**
     * @param machine as it was before
     * @param sent over the whole time
     * @param asked for until the last alert was accepted, which may be after that time
     * @param texts asked for while it was looked at
     * @param deliveries by channel and state, at the end
     * @param grownClasses of the heaps that grow, by process
     * @param left what was still to be done some minutes after the last alert
     * @param restarted processes that died and were brought back
     */
    SoakResult(
            Machine machine,
            Load load,
            Sent sent,
            Sent asked,
            long texts,
            Map<String, Long> deliveries,
            Map<Figure, Trend> trends,
            Map<String, List<String>> grownClasses,
            Map<Figure, Double> left,
            List<String> restarted,
            Map<Figure, List<Point>> series) {
        this.machine = machine;
        this.load = load;
        this.sent = sent;
        this.texts = texts;
        this.deliveries = deliveries;
        this.unexpected = unexpected(asked, deliveries);
        this.trends = trends;
        this.grownClasses = grownClasses;
        this.left = left;
        this.restarted = restarted;
        this.series = series;
    }

    /** Every text must be delivered, and every call acknowledged: the simulated people all press 1. */
    private static List<String> unexpected(Sent asked, Map<String, Long> deliveries) {
        Map<String, Long> expected = new TreeMap<>();
        expected.put("SMS DELIVERED", asked.texts());
        expected.put("VOICE ACKNOWLEDGED", asked.calls());
        List<String> wrong = new ArrayList<>();
        expected.forEach((state, count) -> {
            long found = deliveries.getOrDefault(state, 0L);
            if (found != count) {
                wrong.add(text("%,d %s of %,d asked for", found, state, count));
            }
        });
        deliveries.forEach((state, count) -> {
            if (!expected.containsKey(state)) {
                wrong.add(text("%,d %s", count, state));
            }
        });
        return wrong;
    }

    /**
     * Whether nothing grows that should not, all was done at the end, every delivery ended as it should, and no process
     * died.
     */
    public boolean steady() {
        return problems().isEmpty();
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        trends.forEach((figure, trend) -> {
            if (trend.verdict() == Verdict.GROWS) {
                problems.add(text(
                        "GROWS: %s of %s: %,.1f, then %,.1f; allowed %,.1f",
                        figure.measure().label(), figure.of(), trend.first(), trend.last(), trend.tolerance()));
            }
        });
        left.forEach((figure, value) -> problems.add(
                text("LEFT: %,.0f %s of %s", value, figure.measure().label(), figure.of())));
        unexpected.forEach(state -> problems.add("DELIVERIES: " + state));
        restarted.forEach(name -> problems.add("DIED and was started again: " + name));
        return problems;
    }

    private double seconds() {
        return load.time().toMillis() / 1e3;
    }

    /** The table, and at the end the verdict with all that is wrong. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%,d alerts in %,.0f s: %,.0f texts/s and %,.1f calls/s accepted,",
                sent.alerts(), seconds(), sent.texts() / seconds(), sent.calls() / seconds()));
        lines.add(text("each at most %.1f s after its moment", sent.late()));
        lines.addAll(Wrapped.lines("deliveries at the end:", deliveries, "%,d"));
        lines.add("");
        lines.add(text("%-37s %7s %7s %7s %7s %s", "", "first", "last", "grew", "allowed", "verdict"));
        Measure before = null;
        for (Map.Entry<Figure, Trend> each : trends.entrySet()) {
            Measure measure = each.getKey().measure();
            if (measure != before) {
                lines.add(measure.label());
                before = measure;
            }
            lines.add(line(each.getKey(), each.getValue()));
        }
        lines.add(text(
                "first: after %d s; grew: by a straight line through all looks; it GROWS where",
                load.warmUp().toSeconds()));
        lines.add("that is more than is allowed, more than chance, and goes on in the second half");
        grownClasses.forEach((process, classes) -> {
            lines.add("what grew in the heap of " + process + ", bytes:");
            classes.forEach(each -> lines.add("  " + each));
        });
        lines.addAll(machine.lines());
        lines.add(steady() ? "steady: nothing grows that should not, every delivery ended well" : "NOT STEADY:");
        lines.addAll(problems());
        return lines;
    }

    private static String line(Figure figure, Trend trend) {
        boolean byDesign = trend.verdict() == Verdict.BY_DESIGN;
        return text(
                "  %-35s %7s %7s %7s %7s %s",
                figure.of(),
                number("", trend.first()),
                number("", trend.last()),
                number("+", trend.grown()),
                byDesign ? "-" : number("", trend.tolerance()),
                trend.verdict().word());
    }

    /** Short: a tenth says nothing of thousands. */
    private static String number(String sign, double value) {
        return text("%" + sign + (Math.abs(value) < 1_000 ? ".1f" : ",.0f"), value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** All of it in one line, every look included. */
    public String json() {
        ObjectNode all = MAPPER.createObjectNode();
        all.put("steady", steady());
        all.set("problems", MAPPER.valueToTree(problems()));
        machine.addTo(all);
        all.put("seconds", seconds());
        all.put("warmUpSeconds", load.warmUp().toSeconds());
        all.put("alerts", sent.alerts());
        all.put("textsPerSecond", sent.texts() / seconds());
        all.put("callsPerSecond", sent.calls() / seconds());
        all.put("textsWhileLookedAt", texts);
        all.put("latestSeconds", sent.late());
        all.set("deliveries", MAPPER.valueToTree(deliveries));
        all.set("restarted", MAPPER.valueToTree(restarted));
        all.withArray("left");
        left.forEach((figure, value) -> all.withArray("left")
                .addObject()
                .put("figure", figure.measure().label())
                .put("of", figure.of())
                .put("value", value));
        all.set("grownClasses", MAPPER.valueToTree(grownClasses));
        all.withArray("figures");
        trends.forEach((figure, trend) -> {
            ObjectNode each = all.withArray("figures").addObject();
            each.put("figure", figure.measure().label()).put("of", figure.of());
            each.put("first", trend.first()).put("last", trend.last());
            each.put("grown", trend.grown()).put("perHour", trend.perHour());
            if (!figure.byDesign()) {
                each.put("allowed", trend.tolerance());
            }
            each.put("verdict", trend.verdict().name());
            series.get(figure)
                    .forEach(point -> each.withArray("looks")
                            .addArray()
                            .add(point.seconds())
                            .add(point.value()));
        });
        return all.toString();
    }
}
