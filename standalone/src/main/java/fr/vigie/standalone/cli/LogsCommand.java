package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the last lines of the logs.")
final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROCESS",
            description = "As dispatch-sms or postgres; all where none is named.")
    private String process;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many lines of each (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() {
        if (lines < 1) {
            throw new ParameterException(spec.commandLine(), "-n wants a number from 1 on.");
        }
        PrintWriter out = spec.commandLine().getOut();
        SortedMap<String, Path> logs = place.data().allLogs();
        if (logs.isEmpty()) {
            throw new Fault("There is no log in " + place.data().root() + ".");
        }
        if (process != null && !logs.containsKey(process)) {
            throw new Fault("There is no log of " + process + " in "
                    + place.data().root() + "; there are " + String.join(", ", logs.keySet()) + ".");
        }
        logs.forEach((name, log) -> {
            if (process == null) {
                out.println("== " + log);
            }
            if (process == null || process.equals(name)) {
                tail(log).forEach(out::println);
            }
        });
        out.flush();
        return 0;
    }

    private Deque<String> tail(Path log) {
        Deque<String> last = new ArrayDeque<>();
        // Not Files.lines: it gives up at the first byte that is no UTF-8.
        try (BufferedReader all =
                new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            for (String line = all.readLine(); line != null; line = all.readLine()) {
                if (last.size() == lines) {
                    last.removeFirst();
                }
                last.addLast(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return last;
    }
}
