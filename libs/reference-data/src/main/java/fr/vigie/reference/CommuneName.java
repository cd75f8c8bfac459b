package fr.vigie.reference;

import java.text.Normalizer;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folds the ways in which people and postal files write a commune's name into one. */
final class CommuneName {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SEPARATORS = Pattern.compile("[^A-Z0-9/]+");
    private static final Pattern ORDINAL = Pattern.compile("0*([1-9][0-9]?)(?:ER|E|EME|IEME|ND|NDE)?");

    private CommuneName() {}

    /** Upper case ASCII words with one space between; empty when nothing is left. */
    static String fold(String name) {
        String ascii = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .replace("Œ", "OE")
                .replace("Æ", "AE");
        StringJoiner words = new StringJoiner(" ");
        boolean afterCedex = false;
        for (String word : SEPARATORS.matcher(ascii).replaceAll(" ").strip().split(" ")) {
            Matcher ordinal = ORDINAL.matcher(word);
            if (word.equals("CEDEX")) {
                afterCedex = true;
            } else if (ordinal.matches()) {
                if (!afterCedex) {
                    words.add(ordinal.group(1));
                }
                afterCedex = false;
            } else {
                afterCedex = false;
                expand(word, words);
            }
        }
        return words.toString();
    }

    private static void expand(String word, StringJoiner words) {
        switch (word) {
            case "ST" -> words.add("SAINT");
            case "STE" -> words.add("SAINTE");
            case "STS" -> words.add("SAINTS");
            case "STES" -> words.add("SAINTES");
            case "S/", "/" -> words.add("SUR");
            case "ARRONDISSEMENT", "ARRDT", "ARR", "" -> {}
            default -> {
                for (String part : word.split("/")) {
                    if (!part.isEmpty()) {
                        words.add(part);
                    }
                }
            }
        }
    }
}
