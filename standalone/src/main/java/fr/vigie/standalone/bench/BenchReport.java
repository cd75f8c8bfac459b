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

    /** What the columns of the second table are. */
    public static final String COLUMNS =
            "for one recipient: CPU µs, rows put in, changed and removed, WAL B (PostgreSQL's log), Kafka B (as compressed);"
                    + " HOT: changes of rows that touched no index; CPU s and PSS MB (memory): all processes";

    private final List<Duration> ready = new ArrayList<>();
    private final List<BenchRun.Result> results = new ArrayList<>();
    private final Map<Integer, BenchRun.Result> scaled = new TreeMap<>();
    private Map<String, Long> idle = Map.of();
    private BenchRun.Between between;
    private KannelBench.Result kannel;
    private JsmppBench.Result jsmpp;

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

    public void kannel(KannelBench.Result result) {
        kannel = result;
    }

    public void jsmpp(JsmppBench.Result result) {
        jsmpp = result;
    }

    /** Whether every delivery became final and every event was recorded. */
    public boolean sound() {
        return Stream.concat(results.stream(), scaled.values().stream()).allMatch(BenchRun.Result::sound)
                && (between == null || between.urgent().count() > 0);
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

    /** The table. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        BenchRun.Result most = largest();
        if (kannel != null) {
            lines.add(text(
                    "%.2f times Kannel's rate (memory store, the same SMSC): %,d against %,d texts/s; Kannel took %.1f s CPU",
                    most.handOffs().perSecond() / (double) kannel.perSecond(),
                    most.handOffs().perSecond(),
                    kannel.perSecond(),
                    kannel.cpu()));
        }
        if (jsmpp != null) {
            lines.add(text(
                    "%.2f times the rate of bare jsmpp (nothing stored, the same SMSC): %,d texts/s; jsmpp took %.1f s CPU",
                    most.handOffs().perSecond() / (double) jsmpp.handOffsPerSecond(),
                    jsmpp.handOffsPerSecond(),
                    jsmpp.cpu()));
        }
        cost().ifPresent(ratio -> lines.add(text(
                "%.2f times the processor time for a recipient at %,d as at %,d",
                ratio, most.recipients(), COST_BASE)));
        lines.add("");
        lines.add(text(
                "%10s %9s %9s %9s %9s %9s %9s %9s %9s",
                "recipients", "first ms", "p50 ms", "p99 ms", "last ms", "texts/s", "final ms", "audited", "events"));
        for (BenchRun.Result each : results) {
            HandOffs handOffs = each.handOffs();
            lines.add(text(
                    "%10d %9d %9d %9d %9d %9d %9d %9d %9s",
                    each.recipients(),
                    handOffs.firstMillis(),
                    handOffs.within(0.5),
                    handOffs.within(0.99),
                    handOffs.lastRecordedMillis(),
                    handOffs.perSecond(),
                    each.finalMillis(),
                    each.auditedMillis(),
                    each.audited() + (each.sound() ? "" : "!")));
        }
        lines.add("");
        lines.add(text(
                "%10s %9s %9s %9s %9s %9s %9s %9s",
                "recipients", "CPU s", "CPU µs", "rows", "HOT", "WAL B", "Kafka B", "PSS MB"));
        for (BenchRun.Result each : results) {
            double count = each.recipients();
            long updates = each.written().tables().values().stream()
                    .mapToLong(Storage.Rows::updates)
                    .sum();
            long hot = each.written().tables().values().stream()
                    .mapToLong(Storage.Rows::hotUpdates)
                    .sum();
            lines.add(text(
                    "%10d %9.1f %9.0f %9.2f %8.0f%% %9.0f %9.0f %9d",
                    each.recipients(),
                    each.cpuSeconds(),
                    each.cpuSeconds() * 1e6 / count,
                    each.written().rows() / count,
                    100.0 * hot / Math.max(1, updates),
                    each.written().walBytes() / count,
                    each.written().kafkaBytes() / count,
                    each.megabytes()));
        }
        lines.add(COLUMNS);
        lines.add("");
        lines.add(text("by process %28s %28s", "CPU s at " + most.recipients(), "PSS MB idle, after"));
        most.kilobytes()
                .forEach((name, kilobytes) -> lines.add(text(
                        "  %-20s %16.1f %20d %7d",
                        name,
                        most.cpu().getOrDefault(name, 0.0),
                        idle.getOrDefault(name, 0L) / 1024,
                        kilobytes / 1024)));
        lines.add(text("  rows for a delivery, by database: %s", rowsByDatabase(most)));
        lines.add(text("  bytes on Kafka for a delivery, by topic: %s", bytesByTopic(most)));
        lines.add("");
        if (between != null) {
            HandOffs urgent = between.urgent();
            lines.add(text(
                    "%,d urgent texts under a bulk of %,d: p50 %d, p99 %d, p99.9 %d, all within %d ms; the bulk's last after"
                            + " %,d ms",
                    urgent.count(),
                    between.bulk(),
                    urgent.within(0.5),
                    urgent.within(0.99),
                    urgent.within(0.999),
                    urgent.within(1),
                    between.bulkHandOffs().lastRecordedMillis()));
        }
        scaled.forEach((copies, result) -> lines.add(text(
                "%d dispatch-sms with %d operators of 2,000 parts/s: %,d texts/s (%,d texts, last after %,d ms)",
                copies,
                copies,
                result.handOffs().perSecond(),
                result.recipients(),
                result.handOffs().lastRecordedMillis())));
        lines.add(text(
                "idle: %d MB of all processes; ready after %s s",
                sum(idle),
                ready.stream()
                        .map(each -> text("%.1f", each.toMillis() / 1e3))
                        .reduce((first, second) -> first + " s from an empty folder, then " + second)
                        .orElse("?")));
        return lines;
    }

    private static Map<String, String> rowsByDatabase(BenchRun.Result result) {
        Map<String, Long> rows = new TreeMap<>();
        result.written()
                .tables()
                .forEach((table, each) -> rows.merge(table.substring(0, table.indexOf('.')), each.all(), Long::sum));
        return perDelivery(rows, result, "%.2f");
    }

    private static Map<String, String> bytesByTopic(BenchRun.Result result) {
        return perDelivery(result.written().topics(), result, "%.0f");
    }

    private static Map<String, String> perDelivery(Map<String, Long> values, BenchRun.Result result, String format) {
        Map<String, String> shown = new TreeMap<>();
        values.forEach((name, value) -> {
            if (value * 100 > result.recipients()) {
                shown.put(name, text(format, value / (double) result.recipients()));
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
        cost().ifPresent(ratio -> all.put("costRatio", ratio));
        for (BenchRun.Result each : results) {
            ObjectNode result = all.withArray("results").addObject();
            HandOffs handOffs = each.handOffs();
            double count = each.recipients();
            result.put("recipients", each.recipients());
            result.put("firstHandOffMs", handOffs.firstMillis());
            result.put("lastHandOffMs", handOffs.lastRecordedMillis());
            result.put("handOffsPerSecond", handOffs.perSecond());
            result.put("handOffs", handOffs.count());
            result.put("p50Ms", handOffs.within(0.5));
            result.put("p99Ms", handOffs.within(0.99));
            result.put("lastFinalMs", handOffs.lastFinalMillis());
            result.put("allFinalMs", each.finalMillis());
            result.put("auditedMs", each.auditedMillis());
            result.put("auditedEvents", each.audited());
            result.put("auditVerified", each.proven());
            result.put("possibleDuplicates", handOffs.flagged());
            result.set("cpuSeconds", MAPPER.valueToTree(each.cpu()));
            result.put("pssMb", each.megabytes());
            result.set("pssKb", MAPPER.valueToTree(each.kilobytes()));
            result.put("rowWritesPerDelivery", each.written().rows() / count);
            result.put("walBytesPerDelivery", each.written().walBytes() / count);
            result.put("kafkaBytesPerDelivery", each.written().kafkaBytes() / count);
            result.put("commits", each.written().commits());
            result.set("tables", MAPPER.valueToTree(each.written().tables()));
            result.set("topicBytes", MAPPER.valueToTree(each.written().topics()));
        }
        if (between != null) {
            ObjectNode urgent = all.putObject("urgentUnderBulk");
            urgent.put("bulk", between.bulk());
            urgent.put("bulkLastHandOffMs", between.bulkHandOffs().lastRecordedMillis());
            urgent.put("urgent", between.urgent().count());
            urgent.put("p50Ms", between.urgent().within(0.5));
            urgent.put("p99Ms", between.urgent().within(0.99));
            urgent.put("p999Ms", between.urgent().within(0.999));
            urgent.put("maxMs", between.urgent().within(1));
        }
        if (kannel != null) {
            all.putObject("kannel")
                    .put("texts", kannel.texts())
                    .put("handOffsPerSecond", kannel.perSecond())
                    .put("acceptedSeconds", kannel.accepted())
                    .put("cpuSeconds", kannel.cpu())
                    .put("ratio", largest().handOffs().perSecond() / (double) kannel.perSecond());
        }
        if (jsmpp != null) {
            all.putObject("jsmpp")
                    .put("texts", jsmpp.texts())
                    .put("handOffsPerSecond", jsmpp.handOffsPerSecond())
                    .put("cpuSeconds", jsmpp.cpu())
                    .put("ratio", largest().handOffs().perSecond() / (double) jsmpp.handOffsPerSecond());
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
