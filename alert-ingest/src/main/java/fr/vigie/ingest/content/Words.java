package fr.vigie.ingest.content;

import fr.vigie.service.Showable;
import fr.vigie.service.Violations;

/** Checks of free text that apply wherever a person writes. */
public final class Words {
    private Words() {}

    /** Notes a fault where the text is longer than permitted, blank, or contains what cannot be shown. Null is fine. */
    public static void check(Violations violations, String field, String text, int longest) {
        if (text == null) {
            return;
        }
        violations.check(!text.isBlank(), field, "not blank", "must not be blank");
        violations.check(
                text.length() <= longest, field, "max " + longest, "must have at most " + longest + " characters");
        checkShowable(violations, field, text);
    }

    /** Notes a fault where the text contains what nobody sees; see {@link Showable}. Lines may be broken. */
    public static void checkShowable(Violations violations, String field, String text) {
        int at = Showable.firstFault(text, true);
        violations.check(
                at < 0,
                field,
                Showable.RULE,
                "contains a character that cannot be seen at position " + (at + 1)
                        + "; besides visible ones only spaces and line feeds are permitted");
    }
}
