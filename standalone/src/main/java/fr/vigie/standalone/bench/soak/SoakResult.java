package fr.vigie.standalone.bench.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.soak.Fit.Point;
import fr.vigie.standalone.bench.soak.SteadyAlerts.Sent;
import fr.vigie.standalone.bench.soak.Trend.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a soak found. */
public final class SoakResult {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Load load;
    private final Sent sent;
    private final long texts;
    private final Map<String, Long> deliveries;
    private final Map<Figure, Trend> trends;
    private final Map<String, List<String>> grownClasses;
    private final Map<Figure, Double> left;
    private final List<String> restarted;
    private final Map<Figure, List<Point>> series;

    /**
     * @param sent over the whole time
     * @param texts asked for while it was looked at
     * @param deliveries by channel and state, at the end
     * @param grownClasses of the heaps that grow, by process
     * @param left what was still to be done some minutes after the last alert
     * @param restarted processes that died and were brought back
     */
    SoakResult(
            Load load,
            Sent sent,
            long texts,
            Map<String, Long> deliveries,
            Map<Figure, Trend> trends,
            Map<String, List<String>> grownClasses,
            Map<Figure, Double> left,
            List<String> restarted,
            Map<Figure, List<Point>> series) {
        this.load = load;
        this.sent = sent;
        this.texts = texts;
        this.deliveries = deliveries;
        this.trends = trends;
        this.grownClasses = grownClasses;
        this.left = left;
        this.restarted = restarted;
        this.series = series;
    }

    /** Whether nothing grows that should not, all was done at the end, and no process died. */
    public boolean steady() {
        return left.isEmpty()
                && restarted.isEmpty()
                && trends.values().stream().noneMatch(trend -> trend.verdict() == Verdict.GROWS);
    }

    private double seconds() {
        return load.time().toMillis() / 1e3;
    }

    /** The table, and the verdict as its last line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%d alerts in %.0f s: %.0f texts/s and %.1f calls/s accepted, each at most %.1f s after its moment",
                sent.alerts(), seconds(), sent.texts() / seconds(), sent.calls() / seconds(), sent.late()));
        lines.add("deliveries at the end: " + deliveries);
        lines.add("");
        lines.add(text(
                "%-17s %-34s %10s %10s %9s %9s %9s  %s",
                "figure", "of", "first", "last", "grew", "an hour", "allowed", "verdict"));
        trends.forEach((figure, trend) -> lines.add(line(figure, trend)));
        lines.add(text(
                "first: after %d s; grew: by a straight line through all looks; it GROWS where that is more than is"
                        + " allowed, more than chance, and goes on in the second half",
                load.warmUp().toSeconds()));
        grownClasses.forEach((process, classes) -> {
            lines.add("what grew in the heap of " + process + ", bytes:");
            classes.forEach(each -> lines.add("  " + each));
        });
        left.forEach((figure, value) -> lines.add(
                text("LEFT at the end: %.0f %s of %s", value, figure.measure().label(), figure.of())));
        restarted.forEach(name -> lines.add("DIED and was started again: " + name));
        lines.add(steady() ? "nothing grows that should not" : "something grows, was left, or died: see above");
        return lines;
    }

    private static String line(Figure figure, Trend trend) {
        boolean byDesign = trend.verdict() == Verdict.BY_DESIGN;
        return text(
                "%-17s %-34s %10.1f %10.1f %+9.1f %+9.1f %9s  %s",
                figure.measure().label(),
                figure.of(),
                trend.first(),
                trend.last(),
                trend.grown(),
                trend.perHour(),
                byDesign ? "-" : text("%.1f", trend.tolerance()),
                trend.verdict().word());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** All of it in one line, every look included. */
    public String json() {
        ObjectNode all = MAPPER.createObjectNode();
        all.put("steady", steady());
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
