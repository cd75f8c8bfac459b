package fr.vigie.dispatch.flow;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words by which a merchant leaves. The whole message must be one of them, in any case, whatever spaces and
 * punctuation stand around it: "stop !" is one, "ne vous arrêtez pas, stop" is not.
 */
final class StopWords {
    private static final Set<String> TABLE =
            Set.of("STOP", "STOP SMS", "STOPSMS", "ARRET", "ARRÊT", "ARRET SMS", "ARRÊT SMS");

    private static final int LONGEST_LOOKED_AT = 200;
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
    private static final Pattern SPACES = Pattern.compile("[\\p{Z}\\s]+");

    private StopWords() {}

    static boolean matches(String text) {
        if (text == null || text.length() > LONGEST_LOOKED_AT) {
            return false;
        }
        // Some telephones write the accent apart.
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String bare = AROUND.matcher(composed).replaceAll("");
        return TABLE.contains(SPACES.matcher(bare).replaceAll(" ").toUpperCase(Locale.ROOT));
    }
}
