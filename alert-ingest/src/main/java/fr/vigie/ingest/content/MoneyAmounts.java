package fr.vigie.ingest.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds amounts of money in French text, in figures or in words: the amount of a loss is never published. */
public final class MoneyAmounts {
    /** The stable code of a refusal. */
    public static final String CODE = "AMOUNT_OF_MONEY";

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    private static final String SPACE = "[\\s\\u00A0\\u202F\\u2009]";
    private static final String UNIT =
            "(?:[km]?" + SPACE + "?(?:€|euros?(?!\\w)|eur(?!\\w))|[$£](?!\\w)|dollars?(?!\\w))";
    private static final String FIGURES = "\\p{Nd}(?:[\\p{Nd}.,'’]|" + SPACE + "(?=\\p{Nd}))*+";
    private static final String SCALE = "(?:mille|millions?|milliards?|milliers?|centaines?|dizaines?)";
    private static final String WORD = "(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
            + "|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?"
            + "|dizaines?|douzaines?|quinzaines?|vingtaines?|trentaines?|quarantaines?|cinquantaines?|soixantaines?"
            + "|centaines?|mille|milliers?|millions?|milliards?)(?!\\w)";
    private static final String JOINT = "(?:" + SPACE + "|[-‐‑])+(?:(?:et|de)(?:" + SPACE + "|[-‐‑])+)?";
    private static final String OF = SPACE + "*(?:d['’]|de" + SPACE + "+)?" + SPACE + "*";

    // Possessive repeats: nothing is gained by giving words back, and a long text must not recurse.
    private static final Pattern AMOUNT = Pattern.compile(
            "(?<!\\w)" + FIGURES + "(?:" + SPACE + "*" + SCALE + "(?!\\w))?" + OF + UNIT
                    + "|(?<!\\w)" + WORD + "(?:" + JOINT + WORD + ")*+" + OF + UNIT
                    + "|(?:€|(?<!\\w)eur(?!\\w)|[$£])" + SPACE + "*\\p{Nd}",
            FLAGS);

    private MoneyAmounts() {}

    /**
     * Where an amount stands.
     *
     * @param start first UTF-16 unit, from 0
     * @param end after the last one
     */
    public record Place(int start, int end) {}

    /** The first amount in the text. Meant for texts of some thousand characters: the time grows with the square. */
    public static Optional<Place> find(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        return matcher.find() ? Optional.of(new Place(matcher.start(), matcher.end())) : Optional.empty();
    }
}
