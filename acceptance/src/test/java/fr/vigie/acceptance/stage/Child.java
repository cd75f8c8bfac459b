package fr.vigie.acceptance.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a story starts. A guard ends it where this process dies without having done so. */
public final class Child {
    private final Process process;
    private final Process guard;

    private Child(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
    }

    /** Starts; both outputs are appended to a log. */
    public static Child start(List<String> command, Path log) {
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .directory(log.getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            // Reads until this process closes the pipe or dies; what the child has started goes with it.
            String children = "$(cat /proc/" + process.pid() + "/task/*/children 2>/dev/null)";
            Process guard = new ProcessBuilder(
                            "sh", "-c", "cat >/dev/null; kill -KILL " + process.pid() + " " + children + " 2>/dev/null")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Child(process, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** As kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        waitFor(Duration.ofSeconds(10));
    }

    /** Asks it to end (SIGTERM), and enforces it after the limit; gives its exit status. */
    public int stop(Duration limit) {
        process.destroy();
        if (!waitFor(limit)) {
            kill();
        }
        return process.exitValue();
    }

    /** Its exit status, once it has ended by itself; -1 where it has not within the limit. */
    public int ended(Duration limit) {
        return waitFor(limit) ? process.exitValue() : -1;
    }

    private boolean waitFor(Duration limit) {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                guard.descendants().forEach(ProcessHandle::destroyForcibly);
                guard.destroyForcibly();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
