package fr.vigie.acceptance.torture;

import java.io.PrintStream;

/** Lines that stay, and one that the next one replaces, where there is a terminal; a pipe sees only those that stay. */
final class Live {
    private final PrintStream out;
    private final boolean interactive = Boolean.getBoolean("vigie.terminal") && System.getenv("CI") == null;
    private final int columns = Integer.getInteger("vigie.columns", 80);
    private int shown;
    private boolean muted;

    Live(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        if (muted) {
            return;
        }
        clear();
        out.println(line);
        out.flush();
    }

    /** Until {@link #unmute}, nothing that is said or shown is seen. */
    synchronized void mute() {
        clear();
        muted = true;
    }

    synchronized void unmute() {
        muted = false;
    }

    synchronized void show(String line) {
        if (muted) {
            return;
        }
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
