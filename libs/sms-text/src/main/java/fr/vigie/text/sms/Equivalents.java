package fr.vigie.text.sms;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.Map;

/**
 * What a character outside the GSM alphabet may be written as without changing what a French reader understands. What is
 * not listed, and is no letter that only loses an accent, has no equivalent: an emoji is not guessed at.
 */
final class Equivalents {
    private static final Map<Integer, String> TABLE = Map.ofEntries(
            // Ç is in the alphabet, ç is not; the other letters with an accent lose it by decomposition.
            entry((int) 'ç', "c"),
            entry((int) 'œ', "oe"),
            entry((int) 'Œ', "OE"),
            // Ligatures that come with text copied from a printed page.
            entry(0xFB00, "ff"),
            entry(0xFB01, "fi"),
            entry(0xFB02, "fl"),
            entry(0xFB03, "ffi"),
            entry(0xFB04, "ffl"),
            // Apostrophes.
            entry(0x2018, "'"),
            entry(0x2019, "'"),
            entry(0x201B, "'"),
            entry(0x02BC, "'"),
            entry(0x2032, "'"),
            entry(0x00B4, "'"),
            entry((int) '`', "'"),
            // Quotation marks.
            entry((int) '«', "\""),
            entry((int) '»', "\""),
            entry(0x201C, "\""),
            entry(0x201D, "\""),
            entry(0x201E, "\""),
            entry(0x201F, "\""),
            entry(0x2033, "\""),
            entry(0x2039, "'"),
            entry(0x203A, "'"),
            // Hyphens, dashes, minus, bullet.
            entry(0x2010, "-"),
            entry(0x2011, "-"),
            entry(0x2012, "-"),
            entry(0x2013, "-"),
            entry(0x2014, "-"),
            entry(0x2015, "-"),
            entry(0x2212, "-"),
            entry(0x2022, "-"),
            entry(0x2026, "..."),
            entry(0x00D7, "x"),
            entry(0x00BA, "o"), // masculine ordinal, often typed for the degree sign of n°
            entry(0x00AA, "a"));

    private static final int DEGREE = 0x00B0;

    private Equivalents() {}

    /**
     * What a letter with its combining marks may be written as.
     *
     * @param cluster one character and the marks that follow it; not all of it is in the alphabet
     * @param before the UTF-16 unit in front of it; 0 at the beginning
     * @return text of the alphabet; null where there is no equivalent
     */
    static String of(String cluster, char before) {
        String composed = Normalizer.normalize(cluster, Normalizer.Form.NFC);
        if (GsmAlphabet.covers(composed)) {
            return composed; // e and a combining acute are é
        }
        int first = composed.codePointAt(0);
        if (composed.length() > Character.charCount(first)) {
            return withoutAccents(composed);
        }
        if (first == DEGREE) {
            // "n°" is read as "no"; "20°" must not become "20o", which is easily read as 200.
            return before == 'n' || before == 'N' ? "o" : "deg";
        }
        if (Character.getType(first) == Character.SPACE_SEPARATOR) {
            return " ";
        }
        String listed = TABLE.get(first);
        return listed == null ? withoutAccents(composed) : listed;
    }

    /** The base letter where everything else is an accent and the letter is in the alphabet. */
    private static String withoutAccents(String composed) {
        String apart = Normalizer.normalize(composed, Normalizer.Form.NFD);
        String base = Character.toString(apart.codePointAt(0));
        boolean onlyAccents =
                apart.length() > base.length() && apart.codePoints().skip(1).allMatch(Equivalents::isAccent);
        return onlyAccents && GsmAlphabet.covers(base) ? base : null;
    }

    /** The combining diacritical marks block; variation selectors and keycaps are marks too, and no accents. */
    private static boolean isAccent(int codePoint) {
        return codePoint >= 0x0300 && codePoint <= 0x036F;
    }

    static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
