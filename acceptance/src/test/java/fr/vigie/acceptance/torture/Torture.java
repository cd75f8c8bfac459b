package fr.vigie.acceptance.torture;

import fr.vigie.infra.StartFailure;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./vigie torture}. Exit status: 0 where nothing was lost, sent twice silently, told wrongly or left out of the
 * audit log; 1 where something was; 2 for wrong use.
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
        footer = {"", "docs/reliability.md says what the words of the table mean."})
public final class Torture implements Callable<Integer> {
    /** Three runs from here on deal a whole deck of faults. */
    private static final int SEEDS_PER_DECK = 3;

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
        if (runs < 1 || runs > 1_000) {
            throw new Fault("--runs must lie between 1 and 1,000.");
        }
        if (recipients < LEAST || recipients > MOST) {
            throw new Fault("--recipients must lie between " + LEAST + " and " + MOST + ".");
        }
        long first = seed == null ? (long) new Random().nextInt(300_000) * SEEDS_PER_DECK : seed;
        Path kept = Installation.current().defaultData().resolve("torture");
        Live live = new Live(System.out);
        live.say(Report.head());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Outcome outcome = once(first + i, live);
            outcomes.add(outcome);
            new Report(outcomes).keep(kept.resolve("torture-" + first + ".json"));
        }
        Report report = new Report(outcomes);
        live.say("");
        live.say("faults inflicted");
        report.totals().forEach(live::say);
        live.say("");
        live.say((report.clean() ? "clean" : "NOT CLEAN") + "; all of it: "
                + kept.resolve("torture-" + first + ".json"));
        if (json) {
            live.say(report.json());
        }
        return report.clean() ? 0 : 1;
    }

    private Outcome once(long runSeed, Live live) throws IOException {
        Path folder = Files.createTempDirectory("vigie-torture-");
        Outcome outcome;
        try {
            outcome = new Run(runSeed, recipients, live).in(folder);
        } catch (SQLException | RuntimeException e) {
            if (System.getenv("VIGIE_DEBUG") != null) {
                e.printStackTrace(System.err);
            }
            outcome = Outcome.broken(runSeed, recipients, String.valueOf(e.getMessage()));
        }
        live.say(Report.row(outcome));
        Report.faults(outcome).forEach(live::say);
        if (outcome.clean()) {
            new DataFolder(folder).remove();
        } else {
            live.say("  files: " + folder);
        }
        return outcome;
    }
}
