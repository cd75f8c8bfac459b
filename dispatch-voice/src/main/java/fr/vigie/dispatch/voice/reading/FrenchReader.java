package fr.vigie.dispatch.voice.reading;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rewrites an alert's text as a person would read it out, so that no engine has to guess: « 18h55 » becomes « dix-huit
 * heures cinquante-cinq », « AURILLAC » a word, « Réf A15-0412 » something that can be written down. Rules are applied
 * one after the other, each over the whole text; what one has turned into words has no digit or capital left for the
 * next. Abbreviations, units and letters are tables ({@link Lexicon}). Immutable.
 */
public final class FrenchReader {
    /** Not within a word or number. */
    private static final String FROM = "(?<![\\p{L}\\d])";

    private static final String UPTO = "(?![\\p{L}\\d])";

    private final Lexicon lexicon = new Lexicon();
    private final List<Rule> rules = new ArrayList<>();

    /** @throws java.io.UncheckedIOException where a table is missing */
    public FrenchReader() {
        references();
        dates();
        times();
        rules.addAll(new NumberRules(lexicon).rules());
        abbreviations();
        capitals();
        punctuation();
    }

    /**
     * Rewrites a text.
     *
     * @param text French text of any length; takes time in proportion to it
     * @return the same in words, signs that are not spoken left out; may be blank
     */
    public String read(String text) {
        String words = plain(text);
        for (Rule rule : rules) {
            words = rule.apply(words);
        }
        return tidy(words);
    }

    /** One form of each letter, quote and space; nothing invisible. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\u2018\\u2019\\u02BC\\u00B4`]", "'")
                .replaceAll("[\\u2010\\u2011\\u2212]", "-")
                .replaceAll("[\\p{Z}\\s]+", " ")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]", " ");
    }

    /** One space, one comma: rules leave too many. Each step is linear. */
    private static String tidy(String words) {
        String tidy = words.replaceAll("\\s+", " ")
                .replaceAll(" ([,.])", "$1")
                .replaceAll(",[ ,]*,", ",") // no repeated group: Java's matcher calls itself for each round
                .replaceAll(", ?([.;:!?])", "$1");
        int from = 0;
        int to = tidy.length();
        while (from < to && " ,".indexOf(tidy.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " ,".indexOf(tidy.charAt(to - 1)) >= 0) {
            to--;
        }
        return tidy.substring(from, to);
    }

    private void references() {
        // « A15-0412 » and a number plate: letter by letter and digit by digit, in groups that a pencil can follow.
        rules.add(Rule.of(
                FROM + "(?:\\p{Lu}{1,3}\\d{1,3}-\\d{2,6}|[A-Z]{2}-\\d{3}-[A-Z]{2})" + UPTO,
                match -> lexicon.writtenDown(match.group())));
        rules.add(Rule.of(FROM + "(?i:n)[°º]s?\\s*", match -> "numéro "));
        rules.add(Rule.of(
                "(?<![\\p{L}\\d+])(?:\\+(\\d{1,3}) ?(\\d)|0(\\d))((?:[ .-]?\\d{2}){4})" + UPTO,
                match -> (match.group(1) == null
                                ? "zéro " + Numerals.digits(match.group(3))
                                : "plus " + Numerals.cardinal(Long.parseLong(match.group(1))) + ", "
                                        + Numerals.digits(match.group(2)))
                        + ", " + Numerals.pairs(match.group(4).replaceAll("\\D", ""))));
    }

    private void dates() {
        rules.add(Rule.of(
                FROM + "(\\d{4})-(\\d{2})-(\\d{2})" + UPTO,
                match -> date(match.group(3), match.group(2), match.group(1))));
        rules.add(Rule.of(
                FROM + "(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d{2})" + UPTO,
                match -> date(match.group(1), match.group(3), match.group(4))));
        rules.add(Rule.of(
                FROM + "(\\d{1,2}/\\d{1,2}) ?- ?(?=\\d{1,2}/\\d{1,2}" + UPTO + ")", match -> match.group(1) + " au "));
        // What follows at once is the time of that day.
        rules.add(Rule.of(FROM + "(\\d{1,2})/(\\d{1,2})(?![/\\d\\p{L}])(?= ?(\\d{1,2} ?(?:[hH]|:\\d{2}))?)", match -> {
            String date = date(match.group(1), match.group(2), null);
            return date == null || match.group(3) == null ? date : date + " à ";
        }));
        rules.add(Rule.of(
                FROM + "0?1 (?=(?i:" + String.join("|", Calendar.MONTHS) + ")" + UPTO + ")", match -> "premier "));
    }

    private static String date(String day, String month, String year) {
        if (!Calendar.isDate(Integer.parseInt(day), Integer.parseInt(month))) {
            return null;
        }
        return Calendar.date(Integer.parseInt(day), Integer.parseInt(month))
                + (year == null ? "" : " " + Calendar.year(year));
    }

    private void times() {
        rules.add(Rule.of(FROM + "24 ?[hH]? ?/ ?24 ?[hH]?" + UPTO, match -> "vingt-quatre heures sur vingt-quatre"));
        rules.add(Rule.of(FROM + "7 ?[jJ]? ?/ ?7 ?[jJ]?" + UPTO, match -> "sept jours sur sept"));
        String time = "\\d{1,2}(?: ?[hH](?: ?\\d{2})?|:\\d{2})" + UPTO;
        rules.add(Rule.of("(" + FROM + time + ") ?[-/] ?(?=" + time + ")", match -> match.group(1) + " à "));
        rules.add(Rule.of(
                FROM + "(\\d{1,2})(?: ?[hH](?: ?([0-5]\\d))?|:([0-5]\\d))(?::\\d{2})?" + UPTO, FrenchReader::time));
    }

    private static String time(MatchResult match) {
        String minutes = match.group(2) == null ? match.group(3) : match.group(2);
        int hour = Integer.parseInt(match.group(1));
        int minute = minutes == null ? 0 : Integer.parseInt(minutes);
        // With an h more than a day is a duration; with a colon it may be anything.
        return match.group(3) == null || Calendar.isTime(hour, minute) ? Calendar.time(hour, minute) : null;
    }

    private void abbreviations() {
        Map<String, String> table = lexicon.abbreviations();
        rules.add(Rule.of(FROM + "(?i:" + anyOf(table) + ")(?![\\p{L}\\d'])", match -> {
            String said = table.get(match.group().toLowerCase(Locale.FRENCH));
            boolean begins = Character.isUpperCase(match.group().charAt(0));
            return begins ? capitalized(said) : said;
        }));
        rules.add(Rule.of(
                "(?i:(?<![\\p{L}\\d@])((?:[a-z\\d-]{1,63}\\.){1,8}(?:fr|com|org|net|eu)))" + UPTO,
                match -> match.group().toLowerCase(Locale.FRENCH).replace(".", " point ")));
    }

    private void capitals() {
        Map<String, String> table = lexicon.capitals();
        rules.add(Rule.of(FROM + "(?:\\p{Lu}\\.){2,}", match -> match.group().replace(".", "") + " "));
        rules.add(Rule.of(FROM + "(?:" + anyOf(table) + ")(?!\\p{L})", match -> {
            String said = table.get(match.group());
            return said.equals("-") ? lexicon.spelt(match.group()) : said;
        }));
        rules.add(Rule.of(FROM + "([IVX]{2,6})([eE]?)" + UPTO, match -> {
            int number = Roman.parse(match.group(1));
            if (number < 0) {
                return null;
            }
            return match.group(2).isEmpty() ? Numerals.cardinal(number) : Numerals.ordinal(number, false);
        }));
        rules.add(Rule.of("(?<!\\p{L})\\p{Lu}{2,}(?!\\p{Ll})", match -> {
            boolean word = match.group().matches(".*[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ].*");
            return word ? capitalized(match.group().toLowerCase(Locale.FRENCH)) : lexicon.spelt(match.group());
        }));
        Map<String, String> places = lexicon.places();
        rules.add(Rule.of(FROM + "(?:" + anyOf(places) + ")" + UPTO, match -> places.get(match.group())));
    }

    private void punctuation() {
        rules.add(Rule.of("&", match -> " et "));
        rules.add(Rule.of("@", match -> " arobase "));
        rules.add(Rule.of("\\+", match -> " plus "));
        rules.add(Rule.of(" ?[\\u2013\\u2014] ?| -+ | ?[()\\[\\]{}] ?", match -> ", "));
        rules.add(Rule.of("…", match -> "."));
        // Signs that engines read out, or take for commands.
        rules.add(Rule.of("[«»“”„\"*_#<>|\\\\~^=/]", match -> " "));
        rules.add(Rule.of("[^\\p{L}\\p{M}\\d\\s,.;:!?'-]", match -> " "));
    }

    private static String anyOf(Map<String, String> table) {
        return table.keySet().stream()
                .sorted((one, other) -> other.length() - one.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.FRENCH) + word.substring(1);
    }
}
