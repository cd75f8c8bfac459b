package fr.vigie.acceptance.torture;

import java.io.PrintStream;

/** Lines that stay, and one that the next one replaces, where there is a terminal; a pipe sees only those that stay. */
final class Live {
    private final PrintStream out;
    private final boolean interactive = Boolean.getBoolean("vigie.terminal") && System.getenv("CI") == null;
    private final int columns = Integer.getInteger("vigie.columns", 80);
    private int shown;

    Live(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    synchronized void show(String line) {
        if (interactive) {
            clear();
            String fitting = line.length() < columns ? line : line.substring(0, Math.max(0, columns - 2)) + "…";
            out.print(fitting);
            out.flush();
            shown = fitting.length();
        } else if (System.getenv("VIGIE_DEBUG") != null) {
            out.println(line);
        }
    }

    private void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
