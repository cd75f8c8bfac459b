package fr.vigie.ingest.content;

import fr.vigie.service.Violations;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds amounts of money in French text, in figures or in words: the amount of a loss is never published. Spelling with
 * other characters of the same look (full width, superscript, fractions) or with invisible ones in between hides
 * nothing.
 */
public final class MoneyAmounts {
    /** The stable code of a refusal. */
    public static final String CODE = "AMOUNT_OF_MONEY";

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

    // All of this sees folded text: without accents, with one kind of space and hyphen.
    private static final String END = "(?!\\w)";
    private static final String FIGURES = "\\p{Nd}(?:[\\p{Nd}.,'_/\u2044]|\\s(?=\\p{Nd}))*+";
    private static final String SCALE =
            "(?:mille|milliers?|millions?|milliards?|centaines?|dizaines?|kilos?|mega|[km]|mds?|mrds?)";
    private static final String WORD =
            "(?:zero|quelques|plusieurs|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
                    + "|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?"
                    + "|dizaines?|douzaines?|quinzaines?|vingtaines?|trentaines?|quarantaines?|cinquantaines?|soixantaines?"
                    + "|centaines?|mille|milliers?|millions?|milliards?)" + END;
    private static final String JOINT = "[\\s-]+(?:(?:et|de)[\\s-]+)?";
    /** "et demi", "et quelques", and the same amount once more in brackets. */
    private static final String MORE =
            "(?:[\\s-]*et\\s+(?:demie?|quelques|plus)" + END + ")?" + "(?:\\s*[(\\[][^()\\[\\]]{1,80}[)\\]])?";

    private static final String OF = "[\\s-]*(?:d'|de\\s+)?\\s*";

    /** Currencies that are nothing else. Codes of three letters in capitals only, since some are words. */
    private static final String CURRENCY =
            "(?:\\p{Sc}|(?:k|m|mds?)?(?:€|(?:euros?|eur)" + END + ")|(?:usd|chf|gbp)" + END
                    + "|(?:dollars?|centimes?|yens?|yuans?|roubles?|dirhams?|dinars?|zlotys?|bitcoins?|livres?\\ssterling"
                    + "|francs\\s(?:suisses|cfa))" + END
                    + "|francs(?![\\w-])"
                    + "|(?-i:JPY|CNY|CAD|AUD|MAD|DZD|TND|XOF|XAF|XPF|RON|PLN|CZK|HUF|BGN|RUB|UAH|SEK|NOK|DKK|TRY|BTC|FRF)"
                    + END + ")";
    /** Words that are things too: money only in thousands. */
    private static final String AMBIGUOUS = "(?:livres|couronnes|francs?|frs|balles|(?-i:[EF]))(?![\\w'-])";

    private static final String THOUSANDS =
            "(?:\\p{Nd}{1,3}(?:[\\s.,'_]\\p{Nd}{3})++|\\p{Nd}{4,}+|(?=[\\p{L}\\s-]{0,60}?mill(?:e|ion|iard))" + WORD
                    + "(?:" + JOINT + WORD + ")*+)(?:\\s*" + SCALE + END + ")?" + MORE;

    private static final String LOSS = "(?<!\\w)(?:prejudice|montant|somme)s?"
            + "(?:\\s+(?:totale?|est|estimee?|evaluee?|chiffree?|de|d'environ|a|au|moins|environ|plus|pres|s'eleve|superieure?)"
            + END + ")*+"
            + "\\s*[:=]?\\s*(?=(?:[\\s.,']*\\p{Nd}){3})" + FIGURES + "(?![\\p{Nd}h:])";

    // Possessive repeats: nothing is gained by giving words back, and a long text must not recurse.
    private static final Pattern AMOUNT = Pattern.compile(
            "(?<!\\p{Nd})" + FIGURES + "-?(?:[\\s-]*" + SCALE + END + ")?" + MORE + OF + CURRENCY
                    + "|(?<!\\w)" + WORD + "(?:" + JOINT + WORD + ")*+" + MORE + OF + CURRENCY
                    + "|(?<![\\w.,])" + THOUSANDS + OF + AMBIGUOUS
                    + "|(?:\\p{Sc}|(?<!\\w)(?:eur|usd|chf|gbp)(?!\\p{L}))\\s*[:=]?\\s*\\p{Nd}"
                    + "|(?<!\\w)(?:euros?|dollars?|francs?)\\s*[:=]\\s*" + FIGURES + "(?!\\s*\\p{L})"
                    + "|(?<!\\w)(?:euros?|dollars?|francs?)\\s*[:=]\\s*" + "(?=(?:[\\s.,']*\\p{Nd}){3})" + FIGURES
                    + "|" + LOSS,
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
        Folded folded = Folded.of(text);
        Matcher matcher = AMOUNT.matcher(folded.text());
        return matcher.find()
                ? Optional.of(new Place(folded.origin()[matcher.start()], folded.origin()[matcher.end() - 1] + 1))
                : Optional.empty();
    }

    /**
     * A text as a reader takes it.
     *
     * @param origin for each unit of the text, the index of the unit that it stands for
     */
    private record Folded(String text, int[] origin) {
        static Folded of(String text) {
            StringBuilder plain = new StringBuilder(text.length() + 16);
            int[] origin = new int[text.length() * 2 + 64];
            int step;
            for (int i = 0; i < text.length(); i += step) {
                int codePoint = text.codePointAt(i);
                step = Character.charCount(codePoint);
                String sign = fold(codePoint);
                if (plain.length() + sign.length() > origin.length) {
                    origin = java.util.Arrays.copyOf(origin, origin.length * 2 + sign.length());
                }
                java.util.Arrays.fill(origin, plain.length(), plain.length() + sign.length(), i);
                plain.append(sign);
            }
            return new Folded(plain.toString(), origin);
        }

        private static String fold(int codePoint) {
            return switch (Character.getType(codePoint)) {
                case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.SURROGATE -> "";
                case Character.DASH_PUNCTUATION -> "-";
                case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> " ";
                default -> codePoint < 0x80 ? Character.toString(codePoint) : decomposed(codePoint);
            };
        }

        private static String decomposed(int codePoint) {
            if (codePoint == '’' || codePoint == '‘' || codePoint == 'ʼ' || codePoint == '´') {
                return "'";
            }
            String parts = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
            StringBuilder letters = new StringBuilder(parts.length());
            parts.codePoints()
                    .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                    .forEach(letters::appendCodePoint);
            return letters.toString();
        }
    }

    /** Notes a fault where the text names an amount. */
    public static void check(Violations violations, String field, String text) {
        find(text)
                .ifPresent(place -> violations.add(
                        field,
                        CODE,
                        "names an amount of money at characters " + (place.start() + 1) + " to " + place.end()
                                + "; the amount of a loss is never published"));
    }
}
