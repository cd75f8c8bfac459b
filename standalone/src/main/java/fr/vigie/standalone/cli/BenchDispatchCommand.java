package fr.vigie.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.JsmppBench;
import fr.vigie.standalone.bench.KannelBench;
import fr.vigie.standalone.bench.dispatch.DispatchBench;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.DispatcherAlone;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.SmscProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "dispatch",
        mixinStandardHelpOptions = true,
        description = {
            "Measures dispatch-sms alone: requests on its topic, PostgreSQL with fsync on, SMPP, events out.",
            "With --kannel, beside Kannel on the same SMSC. Removes its data afterwards."
        })
final class BenchDispatchCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--texts",
            paramLabel = "N",
            split = ",",
            defaultValue = "100000",
            description = "Sizes of the alerts, in this order (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(
            names = "--urgent",
            paramLabel = "N",
            defaultValue = "0",
            description = "Urgent texts asked for at once while each alert is being sent (default: ${DEFAULT-VALUE}).")
    private int urgent;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Texts without the operator's answer at most (default: ${DEFAULT-VALUE}, as Kannel has here).")
    private int window;

    @Option(
            names = "--peer",
            paramLabel = "SCRIPT",
            description = "An SMSC in Node that takes the option --port, instead of the simulator.")
    private Path peer;

    @Override
    public Integer call() throws InterruptedException {
        sizes.forEach(Counts::require);
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        Installation installation = Installation.current();
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        Ports ports = options.ports();
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("vigie.sms.carriers.operator.window", String.valueOf(window));
        overrides.putAll(options.settings());
        List<DispatchBench.Result> results = new ArrayList<>();
        KannelBench.Result beside;
        JsmppBench.Result bare;
        try (SmscProcess smsc =
                peer == null ? SmscProcess.simulator(installation, data, ports) : SmscProcess.peer(peer, data, ports)) {
            try (DispatcherAlone system = DispatcherAlone.start(installation, data, ports, smsc.address(), overrides)) {
                DispatchBench bench = new DispatchBench(system, smsc.pid(), terminal::show);
                for (int texts : sizes) {
                    results.add(bench.of(texts, urgent));
                }
            }
            int most = sizes.stream().mapToInt(each -> each).max().orElseThrow();
            beside = options.kannel(data, smsc.address(), most, terminal).orElse(null);
            bare = options.jsmpp(installation, smsc.address(), most, terminal).orElse(null);
        }
        data.remove();
        print(terminal, results, beside);
        if (bare != null) {
            say(terminal, "bare jsmpp: %,d texts/s handed over, %.1f s CPU", bare.handOffsPerSecond(), bare.cpu());
        }
        if (options.json()) {
            terminal.say(json(results, beside, bare));
        }
        return results.stream().allMatch(each -> each.lost() == 0) ? 0 : 1;
    }

    private static double ratio(List<DispatchBench.Result> results, KannelBench.Result kannel) {
        long best = results.stream()
                .filter(each -> each.texts() == kannel.texts())
                .mapToLong(DispatchBench.Result::acceptedPerSecond)
                .max()
                .orElse(0);
        return best / (double) kannel.perSecond();
    }

    private void print(Terminal terminal, List<DispatchBench.Result> results, KannelBench.Result kannel) {
        if (kannel != null) {
            say(terminal, "%.2f times Kannel's rate", ratio(results, kannel));
            say(
                    terminal,
                    "Kannel, memory store: %,d texts, %,d texts/s handed over, %.1f s CPU",
                    kannel.texts(),
                    kannel.perSecond(),
                    kannel.cpu());
        }
        for (DispatchBench.Result each : results) {
            int all = each.texts() + each.urgent().size();
            say(
                    terminal,
                    "dispatch-sms: %,d texts, asked for in %.1f s: %,d texts/s handed over and recorded, %,d/s final; lost %d",
                    each.texts(),
                    each.asking(),
                    each.acceptedPerSecond(),
                    each.endedPerSecond(),
                    each.lost());
            say(terminal, "  CPU seconds %s", rounded(each.cpu()));
            say(terminal, "  memory MB %s", megabytes(each.kilobytes()));
            say(
                    terminal,
                    "  per delivery: %.2f row writes (%.0f %% of updates HOT), %.3f other rows, %,d bytes of WAL, %,d bytes"
                            + " on Kafka, %.2f events; %,d commits",
                    each.rowWrites() / (double) all,
                    100.0 * each.hotUpdates() / Math.max(1, each.rowWrites() - all),
                    each.otherRows() / (double) all,
                    each.walBytes() / all,
                    each.kafkaBytes() / all,
                    each.events().values().stream().mapToInt(count -> count).sum() / (double) each.texts(),
                    each.commits());
            say(terminal, "  events %s", each.events());
            if (!each.urgent().isEmpty()) {
                say(
                        terminal,
                        "  %,d urgent texts handed over within: p50 %d ms, p99 %d ms, p99.9 %d ms, all %d ms",
                        each.urgent().size(),
                        each.urgentWithin(0.5),
                        each.urgentWithin(0.99),
                        each.urgentWithin(0.999),
                        each.urgentWithin(1));
            }
        }
    }

    private static void say(Terminal terminal, String format, Object... values) {
        terminal.say(String.format(Locale.ROOT, format, values));
    }

    private static String rounded(Map<String, Double> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(String.format(Locale.ROOT, " %s %.1f", name, value)));
        return text.toString().strip();
    }

    private static String megabytes(Map<String, Long> kilobytes) {
        StringBuilder text = new StringBuilder();
        kilobytes.forEach(
                (name, value) -> text.append(' ').append(name).append(' ').append(value / 1024));
        return text.toString().strip();
    }

    private static String json(List<DispatchBench.Result> results, KannelBench.Result kannel, JsmppBench.Result jsmpp) {
        ObjectNode all = MAPPER.createObjectNode();
        if (kannel != null) {
            all.put("ratioToKannel", ratio(results, kannel));
        }
        for (DispatchBench.Result each : results) {
            double deliveries = each.texts() + each.urgent().size();
            ObjectNode result = all.withArray("results").addObject();
            result.put("texts", each.texts());
            result.put("askingSeconds", each.asking());
            result.put("handOffsPerSecond", each.acceptedPerSecond());
            result.put("finalPerSecond", each.endedPerSecond());
            result.set("cpuSeconds", MAPPER.valueToTree(each.cpu()));
            result.set("pssKb", MAPPER.valueToTree(each.kilobytes()));
            result.put("rowWritesPerDelivery", each.rowWrites() / deliveries);
            result.put("hotUpdates", each.hotUpdates());
            result.put("otherRowWritesPerDelivery", each.otherRows() / deliveries);
            result.put("walBytesPerDelivery", each.walBytes() / deliveries);
            result.put("kafkaBytesPerDelivery", each.kafkaBytes() / deliveries);
            result.put("commits", each.commits());
            result.set("events", MAPPER.valueToTree(each.events()));
            result.put("lost", each.lost());
            result.put("possibleDuplicates", each.flagged());
            ObjectNode latency = result.putObject("urgentMillis");
            latency.put("count", each.urgent().size());
            latency.put("p50", each.urgentWithin(0.5));
            latency.put("p99", each.urgentWithin(0.99));
            latency.put("p999", each.urgentWithin(0.999));
            latency.put("max", each.urgentWithin(1));
        }
        ObjectNode beside = all.putObject("kannel");
        if (kannel != null) {
            beside.put("texts", kannel.texts());
            beside.put("handOffsPerSecond", kannel.perSecond());
            beside.put("acceptedSeconds", kannel.accepted());
            beside.put("cpuSeconds", kannel.cpu());
        }
        if (jsmpp != null) {
            all.putObject("jsmpp")
                    .put("texts", jsmpp.texts())
                    .put("handOffsPerSecond", jsmpp.handOffsPerSecond())
                    .put("cpuSeconds", jsmpp.cpu());
        }
        return all.toString();
    }
}
