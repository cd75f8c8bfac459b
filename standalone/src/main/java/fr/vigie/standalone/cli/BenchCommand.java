package fr.vigie.standalone.cli;

import fr.vigie.standalone.bench.BenchReport;
import fr.vigie.standalone.bench.BenchRun;
import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.LimitedOperators;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Service;
import fr.vigie.standalone.system.SmscProcess;
import fr.vigie.standalone.system.Stage;
import java.nio.file.Files;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        subcommands = {BenchDispatchCommand.class, BenchCallsCommand.class, BenchSoakCommand.class},
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long alerts of several sizes take on this machine, and what they cost.",
            "Starts a system of its own with simulators and removes its data afterwards. Takes some 5 minutes, a quarter"
                    + " of an hour with everything on a busy machine."
        },
        footer = {
            "",
            "Exit status: 0 all was measured and every delivery became final; 1 something was not measured, was lost or"
                    + " failed (the data and logs are kept then); 2 wrong use.",
            "docs/performance.md tells what the columns are."
        })
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
            converter = Counts.Size.class,
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
                    + " operators of 2,000 parts a second each; 0 for none, 10,000 or more to say something (default:"
                    + " ${DEFAULT-VALUE}).")
    private int scale;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Where the JSON is written, too (default: .vigie/bench.json).")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        Counts.require(spec.commandLine(), "--urgent", urgent, 0);
        Counts.require(spec.commandLine(), "--scale", scale, 0);
        Installation installation = Installation.current();
        Path json = file == null ? installation.defaultData().resolve("bench.json") : writable(file);
        Terminal terminal = Terminal.withSteps(spec.commandLine());
        BenchReport report = new BenchReport(Machine.now(installation));
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        try (Stage stage = new Stage(data, terminal::tell)) {
            measure(stage, installation, data, terminal, report);
            if (report.sound()) {
                stage.succeeded();
            }
        }
        report.lines().forEach(terminal::say);
        report.write(json);
        terminal.say("the same as JSON: " + json);
        if (options.json()) {
            terminal.say(report.json());
        }
        return report.sound() ? 0 : 1;
    }

    /** All would be measured in vain otherwise. */
    private Path writable(Path wanted) {
        Path folder = wanted.toAbsolutePath().getParent();
        if (Files.isDirectory(wanted) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--file: " + wanted
                            + (Files.isDirectory(wanted)
                                    ? " is a folder."
                                    : " cannot be written: its folder is missing or read-only."));
        }
        return wanted;
    }

    private void measure(Stage stage, Installation installation, DataFolder data, Terminal terminal, BenchReport report)
            throws InterruptedException {
        int largest = Collections.max(sizes);
        LocalSystem.Plan plan = options.plan(installation, data, terminal, Map.of());
        try (LocalSystem system = started(stage, plan, report)) {
            new BenchRun(system, terminal::show).enrol(Math.max(largest, Math.max(urgent, scale)));
        }
        // Started again, so that the first alert meets services that have done nothing yet.
        try (LocalSystem system = started(stage, plan, report)) {
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
        if (options.hasYardsticks()) {
            try (SmscProcess smsc = stage.add(() -> SmscProcess.simulator(installation, data, options.ports()))) {
                options.yardsticks(stage, installation, data, smsc.address(), largest, terminal)
                        .forEach(report::add);
            }
        }
        for (int copies = 1; copies <= 2 && scale > 0; copies++) {
            Map<String, String> operators = LimitedOperators.settings(
                    data, options.ports(), List.of("north", "south").subList(0, copies), OPERATORS_RATE);
            LocalSystem.Plan several = options.plan(installation, data, terminal, operators)
                    .with(new Layout(1, Map.of(Service.DISPATCH_SMS, copies)));
            try (LocalSystem system = stage.add(() -> LocalSystem.start(several))) {
                report.scaled(copies, new BenchRun(system, terminal::show).of(scale));
            }
        }
    }

    private static LocalSystem started(Stage stage, LocalSystem.Plan plan, BenchReport report) {
        long begun = System.nanoTime();
        LocalSystem system = stage.add(() -> LocalSystem.start(plan));
        report.ready(Duration.ofNanos(System.nanoTime() - begun));
        return system;
    }
}
