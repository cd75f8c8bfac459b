package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;

/** How many recipients a demo may have. */
final class Counts {
    private static final int MOST = 1_000_000;

    private Counts() {}

    static void require(int recipients) {
        if (recipients < 1 || recipients > MOST) {
            throw new Fault("--recipients must lie between 1 and " + MOST + ".");
        }
    }
}
