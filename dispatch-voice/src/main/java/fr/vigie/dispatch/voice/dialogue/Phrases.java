package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.dialogue.Piece.Recorded;
import fr.vigie.dispatch.voice.dialogue.Piece.Spoken;
import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.events.AlertStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said in a call and what its keys do, from {@code phrases.properties}. A mistake there or in the configuration
 * is found when it is made, which is at the start of the service.
 */
public final class Phrases {
    private static final String FILE = "/phrases.properties";
    private static final String MENU = "menu";
    private static final String OPT_OUT = "opt-out";
    private static final String DRILL = "drill";
    private static final String KEY = "{key}";
    /** Filled in anew for each alert, or for each key. */
    private static final Set<String> FILLINGS = Set.of("authority", "words", "key");

    private static final Pattern PLACE = Pattern.compile("\\{([\\w-]+)}");

    private final Map<String, String> sentences;
    private final Map<String, Rendering> prompts;
    private final Keys keys;

    private Phrases(Map<String, String> sentences, Map<String, String> keys, Map<String, String> prompts) {
        this.sentences = new TreeMap<>(sentences);
        this.keys = new Keys(choices(keys));
        this.sentences.put(MENU, menu());
        this.sentences.put(OPT_OUT, naming(OPT_OUT, this.keys.key(Action.OPT_OUT)));
        prompts.keySet().forEach(this::requireFixed);
        this.prompts = Prompts.read(prompts);
        // Every sentence is made once, so that what is missing is missed now.
        message("", AlertStatus.EXERCISE, "");
        repetition(AlertStatus.EXERCISE, "");
        neutral("", AlertStatus.EXERCISE);
        goodbye();
    }

    /** As they come, all spoken. */
    public static Phrases standard() {
        return of(Map.of(), Map.of());
    }

    /**
     * With other keys, or with recordings.
     *
     * @param keys key by choice, as {@code opt-out} to {@code 8}; those that are not named stay
     * @param prompts WAV file by name of a fixed sentence, or {@code menu}
     * @throws IllegalArgumentException where one of them, or the file itself, makes no sense
     */
    public static Phrases of(Map<String, String> keys, Map<String, String> prompts) {
        return of(load(), keys, prompts);
    }

    static Phrases of(Map<String, String> sentences, Map<String, String> keys, Map<String, String> prompts) {
        return new Phrases(sentences, keys, prompts);
    }

    private Map<Action, Character> choices(Map<String, String> configured) {
        Map<Action, Character> choices = new LinkedHashMap<>();
        for (String written : sentence("choices").split("\\s+")) {
            Action action = Action.of(written)
                    .orElseThrow(() -> new IllegalArgumentException(FILE + ": there is no choice " + written));
            String key = configured
                    .getOrDefault(written, sentence("choice." + written + ".key"))
                    .strip();
            if (key.length() != 1 || choices.put(action, key.charAt(0)) != null) {
                throw new IllegalArgumentException("the key of " + written + " must be one key, and given once");
            }
        }
        configured.keySet().forEach(written -> {
            if (Action.of(written).filter(choices::containsKey).isEmpty()) {
                throw new IllegalArgumentException("vigie.voice.keys." + written + ": there is no such choice");
            }
        });
        return choices;
    }

    private String menu() {
        List<String> all = new ArrayList<>();
        for (Action action : keys.offered()) {
            all.add(naming("choice." + action.written() + ".sentence", keys.key(action)));
        }
        return String.join(" ", all);
    }

    private String naming(String name, char key) {
        String sentence = sentence(name);
        if (!sentence.contains(KEY)) {
            throw new IllegalArgumentException(FILE + ": " + name + " does not name its " + KEY);
        }
        return sentence.replace(KEY, String.valueOf(key));
    }

    private void requireFixed(String name) {
        boolean known = sentences.containsKey(name) && !name.startsWith("choice");
        if (!known || PLACE.matcher(sentences.get(name)).find()) {
            throw new IllegalArgumentException("vigie.voice.prompts." + name + ": there is no such fixed sentence");
        }
    }

    Keys keys() {
        return keys;
    }

    List<Piece> message(String authority, AlertStatus status, String words) {
        return say("message", status, Map.of("authority", closed(authority), "words", closed(words)));
    }

    List<Piece> repetition(AlertStatus status, String words) {
        return say("repetition", status, Map.of("words", closed(words)));
    }

    List<Piece> menuOfKeys() {
        return say(MENU, AlertStatus.ACTUAL, Map.of());
    }

    List<Piece> optOut() {
        return say(OPT_OUT, AlertStatus.ACTUAL, Map.of());
    }

    List<Piece> goodbye() {
        return say("goodbye", AlertStatus.ACTUAL, Map.of());
    }

    /** For a machine: that there is an alert and where to ask, never what it says. */
    List<Piece> neutral(String authority, AlertStatus status) {
        return say("neutral", status, Map.of("authority", closed(authority)));
    }

    private static String closed(String words) {
        String text = words.strip();
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }

    private List<Piece> say(String name, AlertStatus status, Map<String, String> fillings) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        say(name, status, fillings, pieces, text);
        spoken(pieces, text);
        return List.copyOf(pieces);
    }

    /** What is filled in is not looked at again, so that words in braces stay words. */
    private void say(
            String name, AlertStatus status, Map<String, String> fillings, List<Piece> pieces, StringBuilder text) {
        Rendering recorded = prompts.get(name);
        if (recorded != null) {
            spoken(pieces, text);
            pieces.add(new Recorded(name, recorded));
            return;
        }
        String sentence = sentence(name);
        Matcher place = PLACE.matcher(sentence);
        int from = 0;
        while (place.find()) {
            text.append(sentence, from, place.start());
            from = place.end();
            String inner = place.group(1);
            if (FILLINGS.contains(inner)) {
                text.append(filling(name, inner, fillings));
            } else if (!inner.equals(DRILL) || status == AlertStatus.EXERCISE) {
                say(inner, status, Map.of(), pieces, text); // one level: a sentence of a sentence has no fillings
            }
        }
        text.append(sentence.substring(from));
    }

    private static String filling(String name, String inner, Map<String, String> fillings) {
        String filling = fillings.get(inner);
        if (filling == null) {
            throw new IllegalArgumentException(FILE + ": " + name + " has no {" + inner + "}");
        }
        return filling;
    }

    private static void spoken(List<Piece> pieces, StringBuilder text) {
        if (!text.toString().isBlank()) {
            pieces.add(new Spoken(text.toString()));
        }
        text.setLength(0);
    }

    private String sentence(String name) {
        String sentence = sentences.get(name);
        if (sentence == null) {
            throw new IllegalArgumentException(FILE + " lacks " + name);
        }
        return sentence;
    }

    static Map<String, String> load() {
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
