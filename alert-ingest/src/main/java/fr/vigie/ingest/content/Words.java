package fr.vigie.ingest.content;

import fr.vigie.service.PhoneNumberInText;
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

    /** Checks text that is stored and stays here; besides, it must not hold a telephone number. Null is fine. */
    public static void checkStored(Violations violations, String field, String text, int longest) {
        check(violations, field, text, longest);
        if (text != null && text.length() <= longest) {
            violations.check(
                    !PhoneNumberInText.isIn(text),
                    field,
                    "no telephone number",
                    "holds a telephone number, which would lie there in clear");
        }
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
