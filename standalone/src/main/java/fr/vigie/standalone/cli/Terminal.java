package fr.vigie.standalone.cli;

import java.io.PrintWriter;

/** Lines, and one line that changes in place where the terminal can do that. */
final class Terminal {
    private final PrintWriter out;
    private final boolean interactive = System.console() != null && System.getenv("CI") == null;
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
            out.print(line);
            out.flush();
            shown = line.length();
        }
    }

    private void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
