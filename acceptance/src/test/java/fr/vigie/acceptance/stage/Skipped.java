package fr.vigie.acceptance.stage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Stories that need a program which is not everywhere. */
public final class Skipped {
    private Skipped() {}

    /** Skips the story, and says so, where something is missing. */
    public static void where(Optional<String> missing) {
        missing.ifPresent(why -> {
            System.out.println("  SKIPPED: " + why);
            assumeTrue(false, why);
        });
    }
}
