package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours. It ignores the terminal's Ctrl-C, so that we can stop it in order, and a guard stops it when this
 * process dies without having done so.
 */
final class ChildProcess {
    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    /** Of the last start; read without the lock, which a stop may hold for its limit. */
    private volatile Process process;

    private Process guard;
    private long logBegin;

    ChildProcess(String name, List<String> command, Map<String, String> environment, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    /** What the log says about why it ended; empty where it says nothing. */
    synchronized Optional<String> lastWords() {
        return LastWords.in(log, logBegin);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        Process last = process;
        return last != null && last.isAlive();
    }

    synchronized void start() {
        try {
            // An ignored signal stays ignored over exec.
            List<String> shell = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
            shell.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(shell)
                    // Not the project's folder: a service would read the .env that is meant for containers.
                    .directory(log.getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            releaseGuard(); // of the process before: its number may belong to another one soon
            logBegin = Files.exists(log) ? Files.size(log) : 0; // earlier starts stand before it
            process = builder.start();
            guard = guard(process.pid());
        } catch (IOException e) {
            throw new Fault(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Reads until this process closes the pipe or dies; then the child is told to stop, if it still runs. */
    private static Process guard(long pid) throws IOException {
        return new ProcessBuilder(
                        "sh", "-c", "trap '' INT HUP TERM; cat >/dev/null; kill -TERM " + pid + " 2>/dev/null")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Stops the process if it runs, by force after the limit, and starts it again. */
    synchronized void restart(Duration limit) {
        askToStop();
        awaitStop(limit);
        start();
    }

    /** Asks the process to stop; returns at once. */
    synchronized void askToStop() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits for the end, and enforces it after the limit. */
    synchronized void awaitStop(Duration limit) {
        if (process == null) {
            return;
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            releaseGuard();
        }
    }

    synchronized void releaseGuard() {
        if (guard == null) {
            return;
        }
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
        guard = null;
    }
}
