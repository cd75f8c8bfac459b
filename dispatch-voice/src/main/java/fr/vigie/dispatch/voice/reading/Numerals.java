package fr.vigie.dispatch.voice.reading;

import java.util.ArrayList;
import java.util.List;

/** French numerals in words, in the spelling before 1990: a hyphen only below one hundred and where there is no « et ». */
final class Numerals {
    /** Larger numbers are read digit by digit: nobody keeps them in mind anyway. */
    static final long MAX = 999_999_999;

    private static final String[] SMALL = {
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "dix-sept",
        "dix-huit",
        "dix-neuf"
    };
    private static final String[] TENS = {"", "", "vingt", "trente", "quarante", "cinquante", "soixante"};

    private Numerals() {}

    /**
     * A number as it is counted.
     *
     * @param number from 0 to {@link #MAX}
     * @throws IllegalArgumentException outside of that
     */
    static String cardinal(long number) {
        if (number < 0 || number > MAX) {
            throw new IllegalArgumentException("not from 0 to " + MAX);
        }
        if (number == 0) {
            return SMALL[0];
        }
        int millions = (int) (number / 1_000_000);
        int thousands = (int) (number / 1_000 % 1_000);
        int rest = (int) (number % 1_000);
        List<String> words = new ArrayList<>(3);
        if (millions > 0) {
            words.add(hundreds(millions, true) + (millions > 1 ? " millions" : " million"));
        }
        if (thousands > 0) {
            // « Mille » is an invariable adjective: it takes no « un » before it, and no plural from what it follows.
            words.add(thousands == 1 ? "mille" : hundreds(thousands, false) + " mille");
        }
        if (rest > 0) {
            words.add(hundreds(rest, true));
        }
        return String.join(" ", words);
    }

    /** As {@link #cardinal}, before a feminine noun: « vingt et une personnes ». */
    static String feminine(long number) {
        String words = cardinal(number);
        return words.endsWith("un") ? words + "e" : words;
    }

    /**
     * A rank.
     *
     * @param number from 1 to {@link #MAX}
     * @param feminine only the first has a form of its own
     */
    static String ordinal(long number, boolean feminine) {
        if (number == 1) {
            return feminine ? "première" : "premier";
        }
        String words = cardinal(number);
        if (words.endsWith("cinq")) {
            return words + "uième";
        }
        if (words.endsWith("neuf")) {
            return words.substring(0, words.length() - 1) + "vième";
        }
        String stem = words.endsWith("e") || number % 100 == 80 || words.endsWith("cents") || words.endsWith("millions")
                ? words.substring(0, words.length() - 1)
                : words;
        return stem + "ième";
    }

    /** Each digit by itself. */
    static String digits(String digits) {
        List<String> words = new ArrayList<>(digits.length());
        for (char digit : digits.toCharArray()) {
            words.add(SMALL[digit - '0']);
        }
        return String.join(" ", words);
    }

    /** Two by two, as telephone numbers are said; an odd one begins alone. A zero in front is heard. */
    static String pairs(String digits) {
        List<String> words = new ArrayList<>();
        int at = digits.length() % 2;
        if (at == 1) {
            words.add(SMALL[digits.charAt(0) - '0']);
        }
        for (; at < digits.length(); at += 2) {
            String pair = digits.substring(at, at + 2);
            words.add(pair.charAt(0) == '0' ? digits(pair) : cardinal(Integer.parseInt(pair)));
        }
        return String.join(", ", words);
    }

    private static String hundreds(int number, boolean last) {
        int hundreds = number / 100;
        int rest = number % 100;
        if (hundreds == 0) {
            return belowHundred(rest, last);
        }
        String words = hundreds == 1 ? "cent" : SMALL[hundreds] + " cent";
        if (rest > 0) {
            return words + " " + belowHundred(rest, last);
        }
        return hundreds > 1 && last ? words + "s" : words;
    }

    private static String belowHundred(int number, boolean last) {
        if (number < 20) {
            return SMALL[number];
        }
        if (number < 70) {
            return after(TENS[number / 10], number % 10, number % 10 == 1);
        }
        if (number < 80) {
            return after("soixante", number - 60, number == 71);
        }
        return number == 80 && last ? "quatre-vingts" : after("quatre-vingt", number - 80, false);
    }

    private static String after(String tens, int more, boolean withEt) {
        return more == 0 ? tens : tens + (withEt ? " et " : "-") + SMALL[more];
    }
}
