package fr.vigie.ingest.content;

import fr.vigie.service.Violations;

/** The voice of a message: spoken and shown with its text, so that the same is forbidden in it. */
public final class SpokenName {
    private static final int LONGEST = 120;

    private SpokenName() {}

    /** Notes what speaks against a name. Null is fine. */
    public static void check(Violations violations, String field, String name) {
        Words.check(violations, field, name, LONGEST);
        if (name != null && name.length() <= LONGEST) {
            MoneyAmounts.check(violations, field, name);
        }
    }
}
