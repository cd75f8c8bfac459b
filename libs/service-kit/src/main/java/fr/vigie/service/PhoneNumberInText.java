package fr.vigie.service;

import java.util.regex.Pattern;

/**
 * Whether somebody wrote a telephone number into free text, where it would lie in clear: numbers belong into their own
 * fields, which are encrypted. Short numbers (17, 112), dates, amounts and a SIRET are none.
 */
public final class PhoneNumberInText {
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![0-9])(?<![0-9]/)(?![0-3][0-9]/[01][0-9]/[12][0-9]{3}(?![0-9]))(?:\\+|00|0)[ .\\-\u00A0\u202F]?[1-9](?:[ .\\-/()\u00A0\u202F]?[0-9]){7,12}(?![0-9])");
    /** May begin like a number. */
    private static final Pattern SIRET = Pattern.compile("[0-9]{14}");

    private PhoneNumberInText() {}

    public static boolean isIn(String text) {
        return NUMBER.matcher(text).find() && !SIRET.matcher(text).matches();
    }
}
