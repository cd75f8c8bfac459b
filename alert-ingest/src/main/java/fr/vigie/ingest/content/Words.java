package fr.vigie.ingest.content;

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

    /** Notes a fault where the text contains control characters or turns the direction of writing. */
    public static void checkShowable(Violations violations, String field, String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isForbidden(text.codePointAt(i))) {
                violations.add(
                        field,
                        "no control characters",
                        "contains a control character at position " + (i + 1) + "; only line feeds are permitted");
                return;
            }
        }
    }

    private static boolean isForbidden(int codePoint) {
        if (codePoint == '\n') {
            return false;
        }
        boolean turnsWriting =
                (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        // A lone surrogate is no character, and no database or telephone can take it.
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || codePoint == 0xFFFE
                || codePoint == 0xFFFF
                || turnsWriting;
    }
}
