package fr.vigie.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.bench.Wrapped;
import fr.vigie.standalone.bench.Yardstick;
import fr.vigie.standalone.bench.dispatch.DispatchBench;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.DispatcherAlone;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.SmscProcess;
import fr.vigie.standalone.system.Stage;
import java.nio.file.Files;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dispatch",
        mixinStandardHelpOptions = true,
        description = {
            "Measures dispatch-sms alone: requests on its topic, PostgreSQL with fsync on, SMPP, events out.",
            "With --kannel, beside Kannel on the same SMSC. Removes its data afterwards. Takes a minute"
                    + " or two for 100,000 texts."
        },
        footer = {
            "",
            "Exit status: 0 all was measured and every delivery became final; 1 something was not measured, was lost or"
                    + " failed (the data and logs are kept then); 2 wrong use."
        })
final class BenchDispatchCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Each request and each event is kept until all are compared; the launcher has little memory. */
    private static final int MOST_TEXTS = 200_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--texts",
            paramLabel = "N",
            split = ",",
            converter = Counts.Size.class,
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
        Counts.require(spec.commandLine(), "--urgent", urgent, 0);
        Counts.require(spec.commandLine(), "--window", window, 1);
        if (Counts.largest(sizes) > MOST_TEXTS) {
            throw new ParameterException(
                    spec.commandLine(), "--texts: at most " + MOST_TEXTS + ", since each is kept in memory here.");
        }
        if (peer != null && !Files.isRegularFile(peer)) {
            throw new ParameterException(spec.commandLine(), "--peer: there is no file " + peer + ".");
        }
        Terminal terminal = Terminal.withSteps(spec.commandLine());
        Installation installation = Installation.current();
        Machine machine = Machine.now(installation);
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        List<DispatchBench.Result> results = new ArrayList<>();
        List<Yardstick> yardsticks = new ArrayList<>();
        boolean sound;
        try (Stage stage = new Stage(data, terminal::tell)) {
            measure(stage, installation, data, terminal, results, yardsticks);
            sound = results.stream().allMatch(this::sound) && Yardstick.complete(yardsticks);
            if (sound) {
                stage.succeeded();
            }
        }
        print(terminal, results, yardsticks);
        machine.lines().forEach(terminal::say);
        yardsticks.stream()
                .filter(Yardstick.Failed.class::isInstance)
                .forEach(each -> terminal.say(each.line(best(results))));
        terminal.say(sound ? "sound: every delivery is final" : "NOT SOUND, or not all was measured: see above");
        if (options.json()) {
            terminal.say(json(machine, sound, results, yardsticks));
        }
        return sound ? 0 : 1;
    }

    private void measure(
            Stage stage,
            Installation installation,
            DataFolder data,
            Terminal terminal,
            List<DispatchBench.Result> results,
            List<Yardstick> yardsticks)
            throws InterruptedException {
        Ports ports = options.ports();
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("vigie.sms.carriers.operator.window", String.valueOf(window));
        overrides.putAll(options.settings());
        terminal.show("starting the SMSC, PostgreSQL, Kafka and dispatch-sms");
        try (SmscProcess smsc = stage.add(() -> peer == null
                ? SmscProcess.simulator(installation, data, ports)
                : SmscProcess.peer(peer, data, ports))) {
            try (DispatcherAlone system =
                    stage.add(() -> DispatcherAlone.start(installation, data, ports, smsc.address(), overrides))) {
                DispatchBench bench = new DispatchBench(system, smsc.pid(), terminal::show);
                for (int texts : sizes) {
                    results.add(bench.of(texts, urgent));
                }
            }
            yardsticks.addAll(
                    options.yardsticks(stage, installation, data, smsc.address(), Counts.largest(sizes), terminal));
        }
    }

    private boolean sound(DispatchBench.Result result) {
        return result.lost() == 0 && result.urgent().size() >= urgent;
    }

    /** Texts a second at the largest size, which the others send too; the best where it was sent several times. */
    private long best(List<DispatchBench.Result> results) {
        int largest = Counts.largest(sizes);
        return results.stream()
                .filter(each -> each.texts() == largest)
                .mapToLong(DispatchBench.Result::acceptedPerSecond)
                .max()
                .orElse(0);
    }

    private void print(Terminal terminal, List<DispatchBench.Result> results, List<Yardstick> yardsticks) {
        yardsticks.stream()
                .filter(Yardstick.Measured.class::isInstance)
                .flatMap(each -> each.line(best(results)).lines())
                .forEach(terminal::say);
        for (DispatchBench.Result each : results) {
            int all = each.texts() + each.urgent().size();
            say(
                    terminal,
                    "dispatch-sms: %,d texts, asked for in %.1f s; lost %,d",
                    each.texts(),
                    each.asking(),
                    each.lost());
            say(
                    terminal,
                    "      %,d texts/s handed over and recorded, %,d/s final",
                    each.acceptedPerSecond(),
                    each.endedPerSecond());
            Wrapped.lines("  CPU seconds:", each.cpu(), "%.1f").forEach(terminal::say);
            Map<String, Long> megabytes = new LinkedHashMap<>();
            each.kilobytes().forEach((name, value) -> megabytes.put(name, value / 1024));
            Wrapped.lines("  memory MB:", megabytes, "%,d").forEach(terminal::say);
            int events =
                    each.events().values().stream().mapToInt(count -> count).sum();
            List<String> costs = List.of(
                    text("%.2f row writes", each.rowWrites() / (double) all),
                    text("%.0f %% of updates HOT", 100.0 * each.hotUpdates() / Math.max(1, each.rowWrites() - all)),
                    text("%.3f other rows", each.otherRows() / (double) all),
                    text("%,d bytes of WAL", each.walBytes() / all),
                    text("%,d bytes on Kafka", each.kafkaBytes() / all),
                    text("%.2f events", events / (double) each.texts()));
            Wrapped.lines("  for a delivery:", costs).forEach(terminal::say);
            say(terminal, "  commits: %,d", each.commits());
            Wrapped.lines("  events:", each.events(), "%,d").forEach(terminal::say);
            if (urgent > 0) {
                say(
                        terminal,
                        "  %,d of %,d urgent texts handed over, ms:%s",
                        each.urgent().size(),
                        urgent,
                        each.urgent().size() < urgent ? " NOT ALL" : "");
                say(
                        terminal,
                        "      p50 %,d, p99 %,d, p99.9 %,d, all %,d",
                        each.urgentWithin(0.5),
                        each.urgentWithin(0.99),
                        each.urgentWithin(0.999),
                        each.urgentWithin(1));
            }
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void say(Terminal terminal, String format, Object... values) {
        terminal.say(text(format, values));
    }

    private String json(
            Machine machine, boolean sound, List<DispatchBench.Result> results, List<Yardstick> yardsticks) {
        ObjectNode all = MAPPER.createObjectNode();
        all.put("sound", sound);
        yardsticks.forEach(each -> each.addTo(all, best(results)));
        machine.addTo(all);
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
        return all.toString();
    }
}
