package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Brings one part back whenever it dies, for as long as it takes. Each part has a keeper and a thread of its own: the
 * nodes of a cluster come up only together, and a service does not while its database is down.
 */
final class Keeper {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final Part part;
    private final Consumer<String> progress;
    private final Runnable changed;
    private final Thread thread;
    private volatile boolean held;
    private volatile boolean stopping;
    private String lastFailure = "";
    /** Whether {@link #changed} has failed, as it does on a full disk, and must be called again. */
    private boolean untold;

    /**
     * @param progress is told when the part died, and when it cannot be brought back
     * @param changed is called when the part is another process than before; again where it fails by a {@link Fault}
     */
    Keeper(Part part, Consumer<String> progress, Runnable changed) {
        this.part = part;
        this.progress = progress;
        this.changed = changed;
        thread = new Thread(this::keep, "keeper-of-" + part.name());
        thread.setDaemon(true);
    }

    Part part() {
        return part;
    }

    void start() {
        thread.start();
    }

    /** Lets the part stay dead until {@link #release}. Where it is just being brought back, returns when that is over. */
    synchronized void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    /** Stops the part in order and starts it again. */
    synchronized void restart() {
        part.restart().run();
        untold = true;
        tell();
    }

    private void tell() {
        if (!untold) {
            return;
        }
        try {
            changed.run();
            untold = false;
        } catch (Fault e) {
            // Again at the next look; the part is well.
        }
    }

    /** Keeps no longer. Cuts a start short that is under way, and returns when nothing of it goes on. */
    void stop() {
        stopping = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            thread.interrupt();
            try {
                thread.join(LOOK_EVERY.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        while (!stopping) {
            boolean well = revive();
            if (!rest(well ? LOOK_EVERY : pause)) {
                return;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = well ? FIRST_PAUSE : doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    /** Whether the part lives, or shall not. */
    private synchronized boolean revive() {
        try {
            if (stopping || held || part.alive().getAsBoolean()) {
                tell();
                return true;
            }
            if (lastFailure.isEmpty()) {
                progress.accept(part.name() + " ended; starting it again");
            }
            restart();
            lastFailure = "";
            return true;
        } catch (RuntimeException e) {
            String failure = String.valueOf(e.getMessage());
            if (!stopping && !failure.equals(lastFailure)) {
                progress.accept(part.name() + " did not start, trying again: " + failure);
            }
            lastFailure = failure;
            return false;
        }
    }

    private boolean rest(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            return !stopping;
        }
    }
}
