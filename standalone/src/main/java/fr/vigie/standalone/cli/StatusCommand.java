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
            out.println("Nothing runs on " + data.root() + "; " + data.command("up") + " starts it.");
            return 1;
        }
        Ports ports = running.get().ports();
        Readiness readiness = new Readiness();
        boolean all = true;
        out.printf(
                "process %d since %s on %s%n",
                running.get().pid(), running.get().startedAt(), data.root());
        int widest = running.get().processes().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String row = "  %-" + widest + "s  %-9s  %s%n";
        for (var process : running.get().processes().entrySet()) {
            long pid = process.getValue();
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            boolean ready = alive && ready(process.getKey(), ports, readiness);
            all &= ready;
            out.printf(
                    row,
                    process.getKey(),
                    !alive ? "ENDED" : ready ? "ready" : "NOT READY",
                    alive ? "pid " + pid : "is being started again");
        }
        out.flush();
        return all ? 0 : 1;
    }

    private static boolean ready(String name, Ports ports, Readiness readiness) {
        return ServiceCopy.named(name)
                .map(copy -> readiness.ready(Readiness.of(copy, ports)))
                .orElse(true); // the others are ready while they live
    }
}
