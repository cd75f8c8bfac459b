package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.events.AlertStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The French sentences around an alert's words, from {@code phrases.properties}. */
final class Phrases {
    private static final String FILE = "/phrases.properties";
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, String> SENTENCES = load();

    private Phrases() {}

    static String message(String authority, AlertStatus status, String words) {
        return say(
                "message", Map.of("authority", sentence(authority), "drill", drill(status), "words", sentence(words)));
    }

    static String repetition(AlertStatus status, String words) {
        return say("repetition", Map.of("drill", drill(status), "words", sentence(words)));
    }

    static String menu() {
        return say("menu", Map.of());
    }

    static String optOut() {
        return say("opt-out", Map.of());
    }

    static String goodbye() {
        return say("goodbye", Map.of());
    }

    /** For a machine: that there is an alert and where to ask, never what it says. */
    static String neutral(String authority, AlertStatus status) {
        return say("neutral", Map.of("authority", sentence(authority), "drill", drill(status)));
    }

    private static String drill(AlertStatus status) {
        return status == AlertStatus.EXERCISE ? say("drill", Map.of()) : "";
    }

    private static String sentence(String words) {
        String text = words.strip();
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }

    /** Filled in at once, so that words in braces stay words. A place that has no filling is a mistake in the file. */
    private static String say(String name, Map<String, String> fillings) {
        String sentence = SENTENCES.get(name);
        if (sentence == null) {
            throw new IllegalStateException(FILE + " lacks " + name);
        }
        return PLACE.matcher(sentence).replaceAll((MatchResult place) -> {
            String filling = fillings.get(place.group(1));
            if (filling == null) {
                throw new IllegalStateException(FILE + ": " + name + " has no {" + place.group(1) + "}");
            }
            return Matcher.quoteReplacement(filling);
        });
    }

    private static Map<String, String> load() {
        try (InputStream in = Phrases.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is missing");
            }
            Properties file = new Properties();
            file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> sentences = new TreeMap<>();
            file.forEach((name, sentence) -> sentences.put((String) name, (String) sentence));
            return sentences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
