package fr.vigie.standalone.cli;

import fr.vigie.infra.StartFailure;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.client.Api;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. Exit status: 0 done, 1 it failed or the answer is no, 2 wrong use. */
@Command(
        name = "vigie",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Warns merchants by SMS and telephone within seconds, and proves what was delivered.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            AlertCommand.class,
            ProgressCommand.class,
            VerifyAuditCommand.class,
            BenchCommand.class,
            InitSecretsCommand.class
        },
        footer = {
            "",
            "./vigie torture kills, stops and starves the parts while they work; see ./vigie torture --help.",
            "It does not replace a call to 17."
        })
public final class Vigie {
    private Vigie() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogManager.getLogManager().reset(); // libraries have nothing to say to whoever uses a terminal
        CommandLine line = new CommandLine(new Vigie())
                .setExecutionExceptionHandler(Vigie::report)
                .setParameterExceptionHandler(Vigie::misuse)
                .setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    private static int report(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        boolean expected = failure instanceof Fault
                || failure instanceof StartFailure
                || failure instanceof Api.Unreachable
                || failure instanceof Api.Refused;
        line.getErr().println("vigie: " + (expected ? failure.getMessage() : "unexpected failure: " + failure));
        if (System.getenv("VIGIE_DEBUG") != null) {
            failure.printStackTrace(line.getErr());
        } else if (!expected) {
            line.getErr().println("vigie: VIGIE_DEBUG=1 shows where it came from");
        }
        line.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int misuse(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        line.getErr()
                .println("vigie: " + failure.getMessage() + " (see "
                        + line.getCommandSpec().qualifiedName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }
}
