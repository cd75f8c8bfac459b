package fr.vigie.standalone.cli;

import java.io.PrintWriter;

/** Lines, and one line that changes in place where the terminal can do that. */
final class Terminal {
    private final PrintWriter out;
    private final boolean interactive = Boolean.getBoolean("vigie.terminal") && System.getenv("CI") == null;
    private final int columns = Integer.getInteger("vigie.columns", 80);
    private int shown;

    Terminal(PrintWriter out) {
        this.out = out;
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
        }
    }

    private void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
