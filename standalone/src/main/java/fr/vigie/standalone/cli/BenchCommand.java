package fr.vigie.standalone.cli;

import fr.vigie.standalone.bench.BenchReport;
import fr.vigie.standalone.bench.BenchRun;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.LimitedOperators;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Service;
import fr.vigie.standalone.system.SmscProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        subcommands = {BenchDispatchCommand.class, BenchCallsCommand.class, BenchSoakCommand.class},
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long alerts of several sizes take on this machine, and what they cost.",
            "Starts a system of its own with simulators and removes its data afterwards."
        },
        footer = {"", "Columns " + BenchReport.COLUMNS + ". docs/performance.md tells the others."})
final class BenchCommand implements Callable<Integer> {
    /** What the services do at their start is over by then, and the collectors have rested. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** Parts a second of each operator where copies are compared. */
    private static final int OPERATORS_RATE = 2_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--recipients",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,10000,100000",
            description = "Sizes of the alerts, in this order (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(
            names = "--urgent",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Recipients of an urgent alert under a bulk one of the largest size; 0 for none (default:"
                    + " ${DEFAULT-VALUE}).")
    private int urgent;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "0",
            description = "Recipients of alerts through one and through two copies of dispatch-sms, with one and two"
                    + " operators of 2,000 parts a second each; 0 for none (default: ${DEFAULT-VALUE}).")
    private int scale;

    @Option(names = "--file", paramLabel = "FILE", description = "Where the JSON is written, too.")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        sizes.forEach(Counts::require);
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        Installation installation = Installation.current();
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        Path json = file == null ? installation.defaultData().resolve("bench.json") : file;
        int largest = Collections.max(sizes);
        BenchReport report = new BenchReport();
        LocalSystem.Plan plan = options.plan(installation, data, terminal, Map.of());
        try (LocalSystem system = started(plan, report)) {
            new BenchRun(system, terminal::show).enrol(Math.max(largest, scale));
        }
        // Started again, so that the first alert meets services that have done nothing yet.
        try (LocalSystem system = started(plan, report)) {
            BenchRun run = new BenchRun(system, terminal::show);
            terminal.show("waiting until all is idle");
            Thread.sleep(SETTLING.toMillis());
            report.idle(run.memory());
            for (int recipients : sizes) {
                report.add(run.of(recipients));
            }
            if (urgent > 0) {
                report.urgentUnder(run.urgentUnder(largest, urgent));
            }
        }
        // Alone with the SMSC: a session of ours would be given receipts that are Kannel's.
        try (SmscProcess smsc = SmscProcess.simulator(installation, data, options.ports())) {
            options.kannel(data, smsc.address(), largest, terminal).ifPresent(report::kannel);
            options.jsmpp(installation, smsc.address(), largest, terminal).ifPresent(report::jsmpp);
        }
        for (int copies = 1; copies <= 2 && scale > 0; copies++) {
            Map<String, String> operators = LimitedOperators.settings(
                    data, options.ports(), List.of("north", "south").subList(0, copies), OPERATORS_RATE);
            LocalSystem.Plan several = options.plan(installation, data, terminal, operators)
                    .with(new Layout(1, Map.of(Service.DISPATCH_SMS, copies)));
            try (LocalSystem system = LocalSystem.start(several)) {
                report.scaled(copies, new BenchRun(system, terminal::show).of(scale));
            }
        }
        data.remove();
        report.lines().forEach(terminal::say);
        report.write(json);
        terminal.say("the same as JSON: " + json);
        if (options.json()) {
            terminal.say(report.json());
        }
        return report.sound() ? 0 : 1;
    }

    private static LocalSystem started(LocalSystem.Plan plan, BenchReport report) {
        long begun = System.nanoTime();
        LocalSystem system = LocalSystem.start(plan);
        report.ready(Duration.ofNanos(System.nanoTime() - begun));
        return system;
    }
}
