package fr.vigie.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.BenchRun;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        subcommands = {BenchDispatchCommand.class, BenchCallsCommand.class},
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long alerts of several sizes take on this machine, and how much memory.",
            "Starts a system of its own with simulators and removes its data afterwards."
        })
final class BenchCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ROW = "%10s %14s %14s %14s %14s %14s %10s %10s";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--recipients",
            paramLabel = "N",
            split = ",",
            defaultValue = "200,1000,10000",
            description = "Sizes of the alerts, in this order (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(names = "--json", description = "Make the last line one JSON object with the results.")
    private boolean json;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.DEFAULT_BASE,
            description = "First of the 40 ports used (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key of the services; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        sizes.forEach(Counts::require);
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        Installation installation = Installation.current();
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        Map<String, String> overrides = new LinkedHashMap<>(DemoCommand.HASTE);
        overrides.putAll(settings);
        long started = System.nanoTime();
        LocalSystem system = LocalSystem.start(new LocalSystem.Plan(
                installation,
                data,
                new Ports(portBase),
                new Operators(Optional.empty(), Optional.empty()),
                overrides,
                terminal::show));
        Thread end = new Thread(system::close);
        Runtime.getRuntime().addShutdownHook(end);
        long readyMillis = (System.nanoTime() - started) / 1_000_000;
        List<BenchRun.Result> results = new ArrayList<>();
        BenchRun run = new BenchRun(system);
        for (int recipients : sizes) {
            results.add(run.of(recipients, terminal::show));
        }
        system.close();
        data.remove();
        print(terminal, readyMillis, results);
        if (json) {
            terminal.say(json(readyMillis, results));
        }
        return results.stream().allMatch(BenchRun.Result::proven) ? 0 : 1;
    }

    private static void print(Terminal terminal, long readyMillis, List<BenchRun.Result> results) {
        terminal.say(String.format("everything was up after %.1f s", readyMillis / 1000.0));
        terminal.say(
                megabytes(results).isPresent()
                        ? "all processes took " + megabytes(results).getAsLong()
                                + " MB at most (PSS, looked at after each alert)"
                        : "memory: n/a, this system does not tell");
        terminal.say("");
        terminal.say(String.format(
                ROW,
                "recipients",
                "first text ms",
                "last text ms",
                "all final ms",
                "texts/s, SMSC",
                "texts/s, API",
                "audited",
                "memory MB"));
        for (BenchRun.Result each : results) {
            terminal.say(String.format(
                    ROW,
                    each.recipients(),
                    each.millisTo(each.seen().first()),
                    each.millisTo(each.seen().last()),
                    each.millisTo(each.allFinal()),
                    each.seen().perSecond(),
                    each.told().perSecond(),
                    each.audited() + (each.proven() ? "" : "!"),
                    megabytes(List.of(each)).isPresent()
                            ? megabytes(List.of(each)).getAsLong()
                            : "n/a"));
        }
        terminal.say("");
        terminal.say("Times from the answer 202. Three quarters of the recipients get a text, the others a call.");
    }

    private static String json(long readyMillis, List<BenchRun.Result> results) {
        ObjectNode all = MAPPER.createObjectNode();
        for (BenchRun.Result each : results) {
            ObjectNode result = MAPPER.createObjectNode();
            result.put("recipients", each.recipients());
            result.put("firstHandOffMs", each.millisTo(each.seen().first()));
            result.put("lastHandOffMs", each.millisTo(each.seen().last()));
            result.put("allFinalMs", each.millisTo(each.allFinal()));
            result.put("handOffs", each.seen().count());
            result.put("handOffsPerSecond", each.seen().perSecond());
            result.put("handOffsPerSecondTold", each.told().perSecond());
            result.put("auditedEvents", each.audited());
            result.put("auditVerified", each.proven());
            megabytes(List.of(each)).ifPresent(size -> result.put("pssMb", size));
            all.withArray("results").add(result);
        }
        all.put("readyMs", readyMillis);
        megabytes(results).ifPresentOrElse(size -> all.put("pssMb", size), () -> all.putNull("pssMb"));
        return all.toString();
    }

    private static OptionalLong megabytes(List<BenchRun.Result> results) {
        return results.stream()
                .flatMapToLong(result -> result.kilobytes().stream())
                .map(kilobytes -> kilobytes / 1024)
                .max();
    }
}
