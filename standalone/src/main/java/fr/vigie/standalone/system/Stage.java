package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a benchmark has started, and its data. Everything is stopped at the end, the last first, also when this process
 * is told to stop. The data are removed then, unless the benchmark has failed: they hold the logs that say why.
 */
public final class Stage implements AutoCloseable {
    private static final long STOP_SECONDS = 3;

    private final DataFolder data;
    private final Consumer<String> tell;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::stopAtExit, "stop-the-benchmark");
    private volatile boolean toldToStop;
    private boolean succeeded;
    private boolean closed;

    /** @param tell is told what a person should know */
    public Stage(DataFolder data, Consumer<String> tell) {
        this.data = data;
        this.tell = tell;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a part. Closing it twice must do no harm. */
    public synchronized <T extends AutoCloseable> T add(Supplier<T> start) {
        requireOpen();
        T part = start.get();
        parts.push(part);
        return part;
    }

    /** Starts a process that needs no care at its end. */
    public synchronized Process start(ProcessBuilder builder) throws IOException {
        requireOpen();
        Process process = builder.start();
        parts.push(() -> end(process));
        return process;
    }

    private void requireOpen() {
        if (toldToStop) {
            throw new Fault("told to stop.");
        }
    }

    /** Ends a process, by force where it does not hear. */
    public static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** All that was asked for was measured and found right: the data are of no more use. */
    public synchronized void succeeded() {
        succeeded = true;
    }

    private void stopAtExit() {
        toldToStop = true;
        tell.accept("stopping everything");
        stop(); // waits for a part that is just being started
    }

    @Override
    public void close() {
        if (toldToStop) {
            // What fails now fails because everything is being stopped; the process ends when that is done.
            while (true) {
                LockSupport.park();
            }
        }
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // Told to stop just now; there is nothing left to do.
        }
    }

    private synchronized void stop() {
        if (closed) {
            return;
        }
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                tell.accept("a part could not be stopped: " + e.getMessage());
            }
        }
        if (!succeeded && !toldToStop) {
            tell.accept("the data and logs are kept: " + data.root());
            return;
        }
        try {
            data.remove();
            if (toldToStop) {
                tell.accept("stopped; the data in " + data.root() + " are removed");
            }
        } catch (Fault e) {
            tell.accept(e.getMessage());
        }
    }
}
