package fr.vigie.standalone.cli;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;

/**
 * Lines, and one line that changes in place where the terminal can do that. Where it cannot, a benchmark says each step
 * in a line on standard error, so that its lines on standard output are results only.
 */
final class Terminal {
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final PrintWriter out;
    private final PrintWriter steps;
    private final boolean interactive = Boolean.getBoolean("vigie.terminal") && System.getenv("CI") == null;
    private final int columns = Integer.getInteger("vigie.columns", 80);
    private int shown;
    private String step = "";
    private long stepAt;
    private String told = "";

    Terminal(PrintWriter out) {
        this(out, null);
    }

    private Terminal(PrintWriter out, PrintWriter steps) {
        this.out = out;
        this.steps = steps;
    }

    /** For a command that takes long. */
    static Terminal withSteps(CommandLine line) {
        return new Terminal(line.getOut(), line.getErr());
    }

    /** A line that stays and is no result. */
    synchronized void tell(String line) {
        if (line.equals(told)) {
            return; // the benchmark and the system that it started both say that they stop
        }
        told = line;
        clear();
        out.flush();
        steps.println(line);
        steps.flush();
    }

    /** A line that stays. */
    synchronized void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /** A line that the next one replaces; left out where lines cannot be replaced. */
    synchronized void show(String line) {
        if (interactive) {
            clear();
            // A line that wraps could not be taken back.
            String fitting = line.length() < columns ? line : line.substring(0, columns - 2) + "…";
            out.print(fitting);
            out.flush();
            shown = fitting.length();
        } else if (steps != null && isNext(line)) {
            tell(line);
        }
    }

    /** Figures change all the time: a step is what is said besides them, or what lasts. */
    private boolean isNext(String line) {
        String words = line.replaceAll("[0-9]+", "");
        long now = System.nanoTime();
        if (line.isEmpty() || words.equals(step) && now - stepAt < SILENCE.toNanos()) {
            return false;
        }
        step = words;
        stepAt = now;
        return true;
    }

    private void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
