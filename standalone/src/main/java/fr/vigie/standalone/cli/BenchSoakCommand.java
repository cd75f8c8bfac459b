package fr.vigie.standalone.cli;

import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.bench.soak.Load;
import fr.vigie.standalone.bench.soak.Soak;
import fr.vigie.standalone.bench.soak.SoakResult;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Loads the whole system at a fixed rate for some time and tells what grows: heap after a full collection,"
                    + " threads, open files, memory, connections, rows that wait, dead rows, unread records, logs.",
            "Starts a system of its own with simulators and removes its data afterwards. Takes 3 minutes more than --for at"
                    + " most, besides its start."
        },
        footer = {
            "",
            "Exit status: 0 steady; 1 something grows that should not, was not delivered, is left undone at the end, or"
                    + " died (the data and logs are kept then); 2 wrong use."
        })
final class BenchSoakCommand implements Callable<Integer> {
    /** Shorter, and a line through the looks says nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(90);

    /** A merchant is called again 10 s later; longer and shorter calls shall not meet. */
    private static final int MOST_CALLS = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchSystem own;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "For how long, such as 90s or 15m; the first fifth, 2m at most, is not judged (default:"
                    + " ${DEFAULT-VALUE}).")
    private String time;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Texts a second, in alerts to 1,000 to 2,000 merchants (default: ${DEFAULT-VALUE}, about half"
                    + " of what four cores do).")
    private int rate;

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "10",
            description = "New calls a second, besides (default: ${DEFAULT-VALUE}).")
    private int calls;

    @Override
    public Integer call() throws InterruptedException {
        Load load = new Load(rate, calls, ShortTime.of(spec.commandLine(), "--for", time));
        if (rate < 1
                || rate > 100_000
                || calls < 0
                || calls > MOST_CALLS
                || load.time().compareTo(SHORTEST) < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rate must lie between 1 and 100000, --calls between 0 and " + MOST_CALLS + ", and --for be "
                            + SHORTEST.toSeconds() + "s or more.");
        }
        Terminal terminal = Terminal.withSteps(spec.commandLine());
        Installation installation = Installation.current();
        Machine machine = Machine.now(installation);
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        // Telephones ring for a second and listen for as long.
        Map<String, String> lines =
                Map.of("vigie.voice.trunks.simulator.max-calls", String.valueOf(Math.max(100, 10 * calls)));
        SoakResult result;
        try (Stage stage = new Stage(data, terminal::tell)) {
            LocalSystem.Plan plan = own.plan(installation, data, terminal, lines);
            LocalSystem system = stage.add(() -> LocalSystem.start(plan));
            Soak soak = new Soak(system, terminal::show);
            soak.enrol(load);
            result = soak.run(machine, load);
            if (result.steady()) {
                stage.succeeded();
            }
        }
        result.lines().forEach(terminal::say);
        if (own.json()) {
            terminal.say(result.json());
        }
        return result.steady() ? 0 : 1;
    }
}
