package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts everything; data survive restarts. Stays until Ctrl-C or ./vigie down.")
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SystemOptions system;

    @Mixin
    private Place place;

    @Option(
            names = {"-d", "--detach"},
            description = "Return as soon as everything is ready; ./vigie down stops it.")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        if (detach) {
            return startDetached(terminal);
        }
        long started = System.nanoTime();
        LocalSystem running = LocalSystem.start(new LocalSystem.Plan(
                        Installation.current(),
                        place.data(),
                        system.ports(),
                        system.operators(),
                        system.settings(),
                        terminal::say)
                .with(system.layout()));
        terminal.say(String.format("everything is up after %.1f s", (System.nanoTime() - started) / 1e9));
        Addresses.print(running.ports(), running.processes().keySet(), terminal);
        terminal.say("Ctrl-C stops everything; data stay in " + running.data().root());
        new CountDownLatch(1).await();
        return 0;
    }

    /** The same command again, on its own, with its words in a log. */
    private int startDetached(Terminal terminal) throws IOException, InterruptedException {
        DataFolder data = place.data();
        Path log = data.log("up");
        List<String> command = new ArrayList<>(List.of("nohup"));
        ProcessHandle.Info self = ProcessHandle.current().info();
        command.add(self.command().orElseThrow(() -> new Fault("This system does not tell how it was started.")));
        for (String argument : self.arguments().orElse(new String[0])) {
            if (!argument.equals("-d") && !argument.equals("--detach")) {
                command.add(argument);
            }
        }
        Process child = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
        while (Running.on(data).filter(up -> up.pid() == child.pid()).isEmpty()) {
            if (!child.isAlive()) {
                throw new Fault(lastLine(log));
            }
            Thread.sleep(100);
        }
        terminal.say("everything is up (process " + child.pid() + "); " + data.command("down") + " stops it");
        Running.on(data)
                .ifPresent(up -> Addresses.print(up.ports(), up.processes().keySet(), terminal));
        return 0;
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        String last = lines.isEmpty() ? "it ended without a word" : lines.get(lines.size() - 1);
        return last.startsWith("vigie: ") ? last.substring("vigie: ".length()) : last;
    }
}
