package fr.vigie.registry.subscriber;

import fr.vigie.service.PhoneNumberInText;
import fr.vigie.service.Showable;
import fr.vigie.service.Violations;

/** Texts that people type: bounded, printable, and without a telephone number, which would lie there in clear. */
final class FreeText {
    private static final char UNREADABLE = '\uFFFD';

    private FreeText() {}

    /** The text without space around it; null where it is absent or blank. */
    static String check(Violations violations, String field, String text, int longest) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String stripped = text.strip();
        violations.check(
                stripped.length() <= longest, field, "TEXT_TOO_LONG", "must have at most " + longest + " characters");
        violations.check(
                Showable.firstFault(stripped, false) < 0,
                field,
                "TEXT_NOT_PRINTABLE",
                "must not hold control or invisible characters");
        violations.check(stripped.indexOf(UNREADABLE) < 0, field, "TEXT_NOT_UTF8", "is not readable as UTF-8");
        violations.check(
                !PhoneNumberInText.isIn(stripped),
                field,
                "TEXT_HOLDS_NUMBER",
                "must not hold a telephone number: it belongs into numbers");
        return stripped;
    }
}
