package fr.vigie.dispatch.voice.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How numbers are read: with their unit, as a rank, after a road, with decimals, in the gender of what they count. */
final class NumberRules {
    private static final String FROM = "(?<![\\p{L}\\d])";
    private static final String UPTO = "(?![\\p{L}\\d])";
    /** Thousands in groups, by a space or a full stop; or digits in a row. */
    private static final String WHOLE = "[1-9]\\d{0,2}(?:([ .])\\d{3})(?:\\1\\d{3})*(?!\\d)|\\d+";

    private final Lexicon lexicon;

    NumberRules(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        String units = lexicon.units().keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String roads = lexicon.roads().keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .collect(Collectors.joining("|"));
        // « A 15 km » is no motorway: where a unit follows, the letter stands for itself.
        rules.add(Rule.of(
                FROM + "(" + roads + ")(?: ?)(\\d{1,4})(?! ?(?:" + units + ")" + UPTO + ")" + UPTO + "(?!-\\d)",
                match -> lexicon.roads().get(match.group(1)) + " "
                        + Numerals.cardinal(Integer.parseInt(match.group(2)))));
        // A number of four digits that is to be dialled: « trente-neuf dix-neuf ».
        rules.add(Rule.of(
                "(?i)(\\b(?:compos|appel|fai)\\p{L}* le )(\\d{4})" + UPTO,
                match -> match.group(1) + Numerals.pairs(match.group(2)).replace(",", "")));
        rules.add(Rule.of(FROM + "1(?i:er)" + UPTO, match -> "premier"));
        rules.add(Rule.of(FROM + "1(?i:re|ère|ere)" + UPTO, match -> "première"));
        rules.add(Rule.of(
                FROM + "(\\d{1,4})(?i:e|ème|eme|ième|nd|nde)" + UPTO,
                match -> Integer.parseInt(match.group(1)) == 0
                        ? null
                        : Numerals.ordinal(Integer.parseInt(match.group(1)), false)));
        rules.add(Rule.of(FROM + "(\\d{1,4})-(?=\\d{1,4}" + UPTO + "(?!-))", match -> match.group(1) + " à "));
        rules.add(Rule.of(
                "((?<![\\p{L}\\d\\S])-(?=\\d))?(?<!\\d)(" + WHOLE + ")(?:[.,](\\d{1,6})(?![\\d]))?(?: ?(" + units + ")"
                        + UPTO + ")?(?= ?(\\p{L}+)?)",
                this::number));
        return rules;
    }

    /** Sign, whole part, separator of its groups, decimals, unit, the word after it. */
    private String number(MatchResult match) {
        String digits = match.group(2).replaceAll("\\D", "");
        String decimals = match.group(4);
        Lexicon.Unit unit = match.group(5) == null ? null : lexicon.units().get(match.group(5));
        String counted = match.group(6) == null ? "" : match.group(6).toLowerCase(Locale.FRENCH);
        boolean feminine = unit == null ? lexicon.feminine(counted) : unit.feminine();
        StringBuilder said = new StringBuilder(match.group(1) == null ? " " : " moins ");
        said.append(whole(digits, feminine && decimals == null));
        if (decimals != null) {
            said.append(" virgule ").append(decimals(decimals));
        }
        if (unit != null) {
            boolean many = digits.length() > 1 || digits.charAt(0) > '1';
            said.append(' ').append(many ? unit.many() : unit.one());
        }
        return said.append(' ').toString();
    }

    private static String whole(String digits, boolean feminine) {
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            return digits.length() % 2 == 0 ? Numerals.pairs(digits) : Numerals.digits(digits);
        }
        if (digits.length() > 9) {
            return Numerals.pairs(digits);
        }
        long number = Long.parseLong(digits);
        return feminine ? Numerals.feminine(number) : Numerals.cardinal(number);
    }

    /** « virgule zéro cinq »; more than three digits one by one. */
    private static String decimals(String digits) {
        String significant = digits.replaceFirst("^0+", "");
        if (significant.isEmpty() || significant.length() > 3) {
            return Numerals.digits(digits);
        }
        int zeros = digits.length() - significant.length();
        return (zeros == 0 ? "" : Numerals.digits("0".repeat(zeros)) + " ")
                + Numerals.cardinal(Integer.parseInt(significant));
    }
}
