package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a benchmark found, as lines for a person and as JSON; ratios first. */
public final class BenchReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int COST_BASE = 10_000;

    private final List<Duration> ready = new ArrayList<>();
    private final List<BenchRun.Result> results = new ArrayList<>();
    private final Map<Integer, BenchRun.Result> scaled = new TreeMap<>();
    private Map<String, Long> idle = Map.of();
    private BenchRun.Between between;
    private final List<Yardstick> yardsticks = new ArrayList<>();
    private final Machine machine;

    /** @param machine as it was before */
    public BenchReport(Machine machine) {
        this.machine = machine;
    }

    /** How long a start took; the first one is that on an empty folder. */
    public void ready(Duration took) {
        ready.add(took);
    }

    /** Memory by process before the first alert, in kilobytes. */
    public void idle(Map<String, Long> kilobytes) {
        idle = kilobytes;
    }

    public void add(BenchRun.Result result) {
        results.add(result);
    }

    public void urgentUnder(BenchRun.Between found) {
        between = found;
    }

    /** An alert through so many copies of dispatch-sms and as many operators of a limited rate. */
    public void scaled(int copies, BenchRun.Result result) {
        scaled.put(copies, result);
    }

    public void add(Yardstick beside) {
        yardsticks.add(beside);
    }

    /**
     * Whether every delivery became final, every event was recorded, every urgent text was handed over, and all was
     * measured that was asked for.
     */
    public boolean sound() {
        return Stream.concat(results.stream(), scaled.values().stream()).allMatch(BenchRun.Result::sound)
                && (between == null || between.sound())
                && Yardstick.complete(yardsticks);
    }

    /** Texts a second of two dispatchers against one; empty where they were not compared. */
    private OptionalDouble scale() {
        if (scaled.size() < 2) {
            return OptionalDouble.empty();
        }
        double one = Math.max(1, scaled.get(1).handOffs().perSecond());
        return OptionalDouble.of(scaled.get(2).handOffs().perSecond() / one);
    }

    private BenchRun.Result largest() {
        return results.stream()
                .max(Comparator.comparingInt(BenchRun.Result::recipients))
                .orElseThrow();
    }

    /** Processor time for a recipient at the largest size, against that at 10,000; empty where there is no such size. */
    private OptionalDouble cost() {
        return results.stream()
                .filter(each -> each.recipients() == COST_BASE && largest().recipients() > COST_BASE)
                .mapToDouble(each ->
                        (largest().cpuSeconds() / largest().recipients()) / (each.cpuSeconds() / each.recipients()))
                .findFirst();
    }

    /** Ratios, tables, where it was measured, and the verdict. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        BenchRun.Result most = largest();
        yardsticks.stream()
                .filter(Yardstick.Measured.class::isInstance)
                .flatMap(each -> each.line(most.handOffs().perSecond()).lines())
                .forEach(lines::add);
        scale().ifPresent(ratio ->
                lines.add(text("%.2f times the rate with two dispatch-sms and operators as with one of each", ratio)));
        cost().ifPresent(ratio -> lines.add(text(
                "%.2f times the processor time for a recipient at %,d as at %,d",
                ratio, most.recipients(), COST_BASE)));
        lines.add("");
        addTimes(lines);
        lines.add("");
        addCosts(lines);
        lines.add("");
        addProcesses(lines, most);
        lines.add("");
        addUrgent(lines);
        scaled.forEach((copies, result) -> {
            lines.add(text(
                    "%d dispatch-sms with %d operator%s of 2,000 parts/s:", copies, copies, copies == 1 ? "" : "s"));
            lines.add(text(
                    "      %,d texts/s (%,d texts, last after %,d ms)",
                    result.handOffs().perSecond(),
                    result.recipients(),
                    result.handOffs().lastRecordedMillis()));
        });
        lines.add(text("idle: %,d MB of all processes", sum(idle)));
        lines.add(text(
                "ready after %s s",
                ready.stream()
                        .map(each -> text("%.1f", each.toMillis() / 1e3))
                        .reduce((first, second) -> first + " s from an empty folder, then " + second)
                        .orElse("?")));
        lines.addAll(machine.lines());
        yardsticks.stream()
                .filter(Yardstick.Failed.class::isInstance)
                .forEach(each -> lines.add(each.line(most.handOffs().perSecond())));
        lines.add(
                sound()
                        ? "sound: every delivery is final, every event is in the audit log"
                        : Yardstick.complete(yardsticks)
                                ? "NOT SOUND: a delivery or an event is missing (!)"
                                : "NOT COMPLETE: not all was measured that was asked for");
        return lines;
    }

    private void addTimes(List<String> lines) {
        String form = "%10s %7s %7s %7s %7s %8s %8s %8s %9s";
        lines.add("milliseconds from the 202; events: records of the alert in the audit log");
        lines.add(text(form, "recipients", "first", "p50", "p99", "last", "texts/s", "final", "audited", "events"));
        for (BenchRun.Result each : results) {
            HandOffs handOffs = each.handOffs();
            lines.add(text(
                    form,
                    whole(each.recipients()),
                    whole(handOffs.firstMillis()),
                    whole(handOffs.within(0.5)),
                    whole(handOffs.within(0.99)),
                    whole(handOffs.lastRecordedMillis()),
                    whole(handOffs.perSecond()),
                    whole(each.finalMillis()),
                    whole(each.auditedMillis()),
                    whole(each.audited()) + (each.sound() ? "" : "!")));
        }
    }

    private void addCosts(List<String> lines) {
        String form = "%10s %8s %8s %8s %7s %9s %9s %8s";
        lines.add("CPU s, PSS MB (memory): all processes. For one recipient: CPU µs, rows put in,");
        lines.add("changed and removed, WAL B (PostgreSQL's log), Kafka B (as compressed)");
        lines.add(text(form, "recipients", "CPU s", "CPU µs", "rows", "HOT %", "WAL B", "Kafka B", "PSS MB"));
        for (BenchRun.Result each : results) {
            double count = each.recipients();
            long updates = each.written().tables().values().stream()
                    .mapToLong(Storage.Rows::updates)
                    .sum();
            long hot = each.written().tables().values().stream()
                    .mapToLong(Storage.Rows::hotUpdates)
                    .sum();
            lines.add(text(
                    form,
                    whole(each.recipients()),
                    text("%,.1f", each.cpuSeconds()),
                    text("%,.0f", each.cpuSeconds() * 1e6 / count),
                    text("%.2f", each.written().rows() / count),
                    text("%.0f", 100.0 * hot / Math.max(1, updates)),
                    text("%,.0f", each.written().walBytes() / count),
                    text("%,.0f", each.written().kafkaBytes() / count),
                    whole(each.megabytes())));
        }
        lines.add("HOT: changes of rows that touched no index");
    }

    private void addProcesses(List<String> lines, BenchRun.Result most) {
        lines.add(text(
                "%-22s %18s %15s %8s", "by process", "CPU s at " + whole(most.recipients()), "PSS MB idle", "after"));
        most.kilobytes()
                .forEach((name, kilobytes) -> lines.add(text(
                        "  %-20s %18.1f %,15d %,8d",
                        name,
                        most.cpu().getOrDefault(name, 0.0),
                        idle.getOrDefault(name, 0L) / 1024,
                        kilobytes / 1024)));
        lines.addAll(Wrapped.lines("rows for a delivery:", rowsByDatabase(most), "%.2f"));
        lines.addAll(Wrapped.lines(
                "bytes on Kafka for a delivery:", perDelivery(most.written().topics(), most), "%,.0f"));
    }

    private void addUrgent(List<String> lines) {
        if (between == null) {
            return;
        }
        HandOffs urgent = between.urgent();
        lines.add(text(
                "%,d of %,d urgent texts under a bulk of %,d, ms:%s",
                urgent.count(), between.asked(), between.bulk(), between.sound() ? "" : " NOT ALL (!)"));
        lines.add(text(
                "      p50 %,d, p99 %,d, p99.9 %,d, all %,d; the bulk's last %,d",
                urgent.within(0.5),
                urgent.within(0.99),
                urgent.within(0.999),
                urgent.within(1),
                between.bulkHandOffs().lastRecordedMillis()));
    }

    private static String whole(long number) {
        return text("%,d", number);
    }

    private static Map<String, Double> rowsByDatabase(BenchRun.Result result) {
        Map<String, Long> rows = new TreeMap<>();
        result.written()
                .tables()
                .forEach((table, each) -> rows.merge(table.substring(0, table.indexOf('.')), each.all(), Long::sum));
        return perDelivery(rows, result);
    }

    private static Map<String, Double> perDelivery(Map<String, Long> values, BenchRun.Result result) {
        Map<String, Double> shown = new TreeMap<>();
        values.forEach((name, value) -> {
            if (value * 100 > result.recipients()) {
                shown.put(name, value / (double) result.recipients());
            }
        });
        return shown;
    }

    private static long sum(Map<String, Long> kilobytes) {
        return kilobytes.values().stream().mapToLong(each -> each).sum() / 1024;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** All of it in one line. */
    public String json() {
        ObjectNode all = MAPPER.createObjectNode();
        all.put("sound", sound());
        long ours = largest().handOffs().perSecond();
        yardsticks.forEach(each -> each.addTo(all, ours));
        scale().ifPresent(ratio -> all.put("scaleRatio", ratio));
        cost().ifPresent(ratio -> all.put("costRatio", ratio));
        machine.addTo(all);
        results.forEach(each -> BenchJson.add(each, all.withArray("results").addObject()));
        if (between != null) {
            BenchJson.add(between, all.putObject("urgentUnderBulk"));
        }
        scaled.forEach((copies, result) -> all.withArray("scale")
                .addObject()
                .put("dispatchers", copies)
                .put("recipients", result.recipients())
                .put("lastHandOffMs", result.handOffs().lastRecordedMillis())
                .put("handOffsPerSecond", result.handOffs().perSecond()));
        all.put("idlePssMb", sum(idle));
        all.set("idlePssKb", MAPPER.valueToTree(idle));
        ready.forEach(each -> all.withArray("readyMs").add(each.toMillis()));
        return all.toString();
    }

    /** Writes the JSON to a file. */
    public void write(Path file) {
        try {
            Files.writeString(file, json() + "\n");
        } catch (IOException e) {
            throw new Fault(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
