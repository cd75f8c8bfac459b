package fr.vigie.standalone.cli;

import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Readiness;
import fr.vigie.standalone.system.Running;
import fr.vigie.standalone.system.ServiceCopy;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what runs and whether it is ready. Exit status 0 only where all of it is.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        DataFolder data = place.data();
        Optional<Running> running = Running.on(data);
        if (running.isEmpty()) {
            out.println("Nothing runs on " + data.root() + "; ./vigie up starts it.");
            return 1;
        }
        Ports ports = running.get().ports();
        Readiness readiness = new Readiness();
        boolean all = true;
        out.printf(
                "process %d since %s on %s%n",
                running.get().pid(), running.get().startedAt(), data.root());
        for (var process : running.get().processes().entrySet()) {
            boolean ready = ready(process.getKey(), process.getValue(), ports, readiness);
            all &= ready;
            out.printf("  %-20s %-9s pid %d%n", process.getKey(), ready ? "ready" : "NOT READY", process.getValue());
        }
        out.flush();
        return all ? 0 : 1;
    }

    private static boolean ready(String name, long pid, Ports ports, Readiness readiness) {
        return ServiceCopy.named(name)
                .map(copy -> readiness.ready(Readiness.of(copy, ports)))
                .orElseGet(
                        () -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
}
