package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Running;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops what runs on the data folder; data stay.")
final class DownCommand implements Callable<Integer> {
    private static final int LIMIT_SECONDS = 90;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Override
    public Integer call() throws InterruptedException {
        DataFolder data = place.data();
        Optional<ProcessHandle> up = Running.on(data).flatMap(running -> ProcessHandle.of(running.pid()));
        if (up.isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println("Nothing runs on " + data.root()
                            + (place.named() ? "." : "; --data names another folder."));
            return 0;
        }
        up.get().destroy();
        try {
            up.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new Fault("Process " + up.get().pid() + " did not stop within " + LIMIT_SECONDS + " s: see "
                    + data.logs() + ".");
        }
        spec.commandLine().getOut().println("Stopped; data stay in " + data.root() + ".");
        return 0;
    }
}
