package fr.vigie.dispatch.voice;

import java.util.regex.Pattern;

/**
 * The number that calls show. In France automatic calls may only show numbers of the ranges that the numbering plan sets
 * aside for them, never an ordinary 01 to 05, 06, 07 or 09 number; operators cut such calls.
 * A name instead of a number is for trunks that put the number in themselves.
 */
final class CallerIdentity {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,62}");
    private static final Pattern PERMITTED =
            Pattern.compile("\\+33(?:162|163|270|271|377|378|424|425|568|569|948|949)\\d{6}"
                    // Overseas: Guadeloupe, Guyane, Martinique, La Réunion and Mayotte.
                    + "|\\+(?:590|594|596|262)947[5-9]\\d{5}|\\+33947[5-9]\\d{5}");

    private CallerIdentity() {}

    /**
     * Checks what is configured; that the number is ours is for the trunk to say.
     *
     * @return the same
     * @throws IllegalStateException where it is no name, and no number that automatic calls may show
     */
    static String checked(String configured) {
        if (!NAME.matcher(configured).matches()
                && !PERMITTED.matcher(configured).matches()) {
            throw new IllegalStateException(
                    "vigie.voice.caller-id must be a name of letters and digits, or a number with"
                            + " a leading +33 from a range that automatic calls may show: 0162 0163 0270 0271 0377 0378 0424 0425"
                            + " 0568 0569 0948 0949, overseas 09475 to 09479");
        }
        return configured;
    }
}
