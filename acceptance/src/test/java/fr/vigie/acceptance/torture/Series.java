package fr.vigie.acceptance.torture;

import fr.vigie.standalone.system.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs one after the other. Told to stop in the middle, it undoes what it did to the machine and says what it has. */
final class Series {
    /** What stopping everything may take; also what may take whoever is just reading an account. */
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);

    private final long first;
    private final int runs;
    private final int recipients;
    private final boolean json;
    private final Path result;
    private final Machine machine;
    private final Live live;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread player = Thread.currentThread();
    private volatile boolean stopping;
    private volatile Run run;
    private volatile Path folder;

    /**
     * @param first seed of the first run
     * @param result keeps everything, anew after each run
     */
    Series(long first, int runs, int recipients, boolean json, Path result, Machine machine, Live live) {
        this.first = first;
        this.runs = runs;
        this.recipients = recipients;
        this.json = json;
        this.result = result;
        this.machine = machine;
        this.live = live;
    }

    /** Plays them all; whether all were clean. Does not return when the process is told to stop. */
    boolean play() throws IOException {
        Thread hook = new Thread(this::stop, "stop-torture");
        Runtime.getRuntime().addShutdownHook(hook);
        live.say(Report.head());
        for (int i = 0; i < runs; i++) {
            Outcome outcome = once(i);
            synchronized (outcomes) {
                outcomes.add(outcome);
            }
            report().keep(result);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            leave(); // told to stop in this moment
        }
        conclude("");
        return report().clean();
    }

    private Outcome once(int index) throws IOException {
        long seed = first + index;
        String title = (runs == 1 ? "" : "run " + (index + 1) + " of " + runs + ", ") + "seed " + seed;
        folder = Files.createTempDirectory("vigie-torture-");
        double load = Machine.load();
        long began = System.nanoTime();
        Outcome outcome;
        try {
            run = new Run(seed, recipients, what -> live.show(title + ": " + what));
            if (stopping) {
                leave();
            }
            outcome = run.in(folder);
        } catch (SQLException | RuntimeException e) {
            if (stopping) {
                leave();
            }
            if (System.getenv("VIGIE_DEBUG") != null) {
                e.printStackTrace(System.err);
            }
            outcome = Outcome.broken(seed, recipients, String.valueOf(e.getMessage()));
        }
        outcome = outcome.at(new Effort(Duration.ofNanos(System.nanoTime() - began), load, Machine.load()));
        live.say(Report.row(outcome));
        Report.faults(outcome).forEach(live::say);
        if (outcome.clean()) {
            new DataFolder(folder).remove();
        } else {
            live.say("  files: " + folder);
        }
        folder = null;
        return outcome;
    }

    /** In the thread of the runs: the process ends in another one. */
    private void leave() {
        left.countDown();
        while (true) {
            try {
                Thread.sleep(STOPPED_WITHIN.toMillis());
            } catch (InterruptedException e) {
                // There is nothing left to do here.
            }
        }
    }

    /** While the process ends: no more faults, everything let go and stopped, and what came of the runs before. */
    private void stop() {
        stopping = true;
        live.mute();
        Path unfinished = folder;
        Run current = run;
        boolean stopped = current != null && current.stop();
        boolean gone = false;
        try {
            // A system that is just starting is stopped by itself, and must not be disturbed at that.
            gone = !stopped && left.await(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (!gone) {
                player.interrupt();
                gone = left.await(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        live.unmute();
        if (unfinished != null) {
            live.say("  stopped in the middle of seed " + (first + report().size()) + removed(gone, unfinished));
        }
        conclude("stopped after " + report().size() + " of " + runs + " runs; ");
    }

    private static String removed(boolean gone, Path unfinished) {
        if (gone) {
            try {
                new DataFolder(unfinished).remove();
                return "; its files are removed";
            } catch (fr.vigie.standalone.Fault e) {
                // Then they are named.
            }
        }
        return "; its files: " + unfinished;
    }

    private void conclude(String how) {
        Report report = report();
        live.say("");
        if (report.size() > 0) {
            report.totals().forEach(live::say);
            live.say("");
            live.say(machine + "; " + report.effort());
            live.say(how + (report.clean() ? "clean" : "NOT CLEAN") + "; all of it: " + result);
        } else {
            live.say(how + "nothing to tell");
        }
        if (json) {
            live.say(report.json());
        }
    }

    private Report report() {
        synchronized (outcomes) {
            return new Report(outcomes, machine);
        }
    }
}
