package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the last lines of the logs.")
final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Parameters(arity = "0..1", paramLabel = "PROCESS", description = "As dispatch-sms; all where none is named.")
    private String process;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many lines of each (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Path> logs = logs();
        if (logs.isEmpty()) {
            throw new Fault("There is no such log in " + place.data().logs() + ".");
        }
        for (Path log : logs) {
            if (logs.size() > 1) {
                out.println("== " + log);
            }
            tail(log).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(place.data().logs())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file ->
                            process == null || file.getFileName().toString().equals(process + ".log"))
                    .sorted()
                    .toList();
        }
    }

    private Deque<String> tail(Path log) {
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> all = Files.lines(log, StandardCharsets.UTF_8)) {
            all.forEach(line -> {
                if (last.size() == Math.max(1, lines)) {
                    last.removeFirst();
                }
                last.addLast(line);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return last;
    }
}
