package fr.vigie.ingest.content;

import fr.vigie.service.Violations;

/**
 * The voice of a message: spoken and shown with its text, so that the same is forbidden in it. A telephone number would
 * besides lie in clear, and send merchants to whoever answers there.
 */
public final class SpokenName {
    private static final int LONGEST = 120;

    private SpokenName() {}

    /** Notes what speaks against a name. Null is fine. */
    public static void check(Violations violations, String field, String name) {
        Words.checkStored(violations, field, name, LONGEST);
        if (name != null && name.length() <= LONGEST) {
            MoneyAmounts.check(violations, field, name);
        }
    }
}
