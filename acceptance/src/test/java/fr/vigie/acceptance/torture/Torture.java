package fr.vigie.acceptance.torture;

import fr.vigie.infra.StartFailure;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./vigie torture}. Exit status: 0 where nothing was lost, sent twice silently, told wrongly or left out of the
 * audit log; 1 where something was; 2 for wrong use; 130 where Ctrl-C ended it.
 */
@Command(
        name = "vigie torture",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the whole system, raises alerts, and meanwhile kills, stops and starves its parts at moments that the"
                    + " seed decides. Then compares, one by one, what the operators received with what the system says.",
            "Everything lies in a temporary folder, which is kept where something was found."
        },
        footer = {
            "",
            "Faults: kill -9 of services, brokers and the database, of one copy or of all; SIGSTOP; the operator cuts,"
                    + " stalls, throttles; the trunk refuses or is silent; a full disk (as root: a tmpfs); a wrong clock"
                    + " (with Debian's libfaketime). What is not possible here is left out, and the totals say so.",
            "Duration: 2 to 4 minutes a run of 2,000 merchants on four quiet cores.",
            "Result: .vigie/torture/torture-SEED.json, written anew after each run.",
            "Exit status: 0 clean; 1 something was found, or a run could not be played; 2 wrong use; 130 Ctrl-C, with"
                    + " the totals so far.",
            "docs/reliability.md says what the words of the table mean."
        })
public final class Torture implements Callable<Integer> {
    /** Three runs from here on deal a whole deck of faults. */
    private static final int SEEDS_PER_DECK = 3;

    private static final int MOST_RUNS = 1_000;
    private static final int LEAST = 100;
    private static final int MOST = 500_000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--recipients",
            paramLabel = "M",
            defaultValue = "2000",
            description = "Merchants of each run (default: ${DEFAULT-VALUE}).")
    private int recipients;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the first run; the next ones count up (default: any).")
    private Long seed;

    @Option(names = "--json", description = "Make the last line one JSON object with all that the table shows.")
    private boolean json;

    @Spec
    private CommandSpec command;

    private Torture() {}

    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogManager.getLogManager().reset();
        System.exit(new CommandLine(new Torture())
                .setExecutionExceptionHandler(Torture::report)
                .setParameterExceptionHandler((misuse, words) -> {
                    System.err.println("vigie: " + misuse.getMessage() + " (see ./vigie torture --help)");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments));
    }

    private static int report(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        boolean expected = failure instanceof Fault || failure instanceof StartFailure;
        System.err.println("vigie: " + (expected ? failure.getMessage() : "unexpected failure: " + failure));
        if (!expected || System.getenv("VIGIE_DEBUG") != null) {
            failure.printStackTrace(System.err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws IOException {
        require(runs >= 1 && runs <= MOST_RUNS, "--runs must lie between 1 and 1,000.");
        require(
                recipients >= LEAST && recipients <= MOST,
                "--recipients must lie between " + LEAST + " and " + MOST + ".");
        long first = seed == null ? (long) new Random().nextInt(300_000) * SEEDS_PER_DECK : seed;
        Installation installation = Installation.current();
        Path result = installation.defaultData().resolve("torture").resolve("torture-" + first + ".json");
        Machine machine = Machine.here(installation.home());
        return new Series(first, runs, recipients, json, result, machine, new Live(System.out)).play() ? 0 : 1;
    }

    private void require(boolean right, String otherwise) {
        if (!right) {
            throw new CommandLine.ParameterException(command.commandLine(), otherwise);
        }
    }
}
