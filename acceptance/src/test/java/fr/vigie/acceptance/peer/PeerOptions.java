package fr.vigie.acceptance.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The knobs of the SMSC that is not ours, by the names that it gives them. */
record PeerOptions(Map<String, String> values) {
    /** What smsc.js knows, but for what is not a test's to choose (port, journal). */
    private static final Set<String> NUMBERS = Set.of(
            "tps",
            "drop-after",
            "stall-after",
            "dlr-delay",
            "undeliverable-every",
            "reject-every",
            "throttle-every",
            "queue-full-every",
            "stop-every",
            "stall-for");

    private static final Map<String, Set<String>> WORDS = Map.of(
            "dlr", Set.of("none", "normal", "early", "late", "double"),
            "ids", Set.of("hex", "dec", "zeros"),
            "receipt", Set.of("both", "text", "tlv"),
            "query", Set.of("yes", "no"));

    PeerOptions {
        values = Map.copyOf(values);
    }

    /** As on a command line: {@code --dlr early --tps 2000}. */
    static PeerOptions of(String commandLine) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] words =
                commandLine.isBlank() ? new String[0] : commandLine.strip().split("\\s+");
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("an option without its value: " + commandLine);
        }
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].replaceFirst("^--", "");
            check(name, words[i + 1]);
            values.put(name, words[i + 1]);
        }
        return new PeerOptions(values);
    }

    private static void check(String name, String value) {
        if (name.equals("password")) {
            return;
        }
        if (NUMBERS.contains(name)) {
            if (!value.matches("\\d{1,9}")) {
                throw new IllegalArgumentException("the SMSC's --" + name + " wants a whole number, not " + value);
            }
        } else if (!WORDS.containsKey(name)) {
            throw new IllegalArgumentException("the SMSC knows no option --" + name);
        } else if (!WORDS.get(name).contains(value)) {
            throw new IllegalArgumentException("the SMSC's --" + name + " knows no " + value);
        }
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> words.addAll(List.of("--" + name, value)));
        return words;
    }

    /** A number; 0 where it is not set. */
    long number(String name) {
        return Long.parseLong(values.getOrDefault(name, "0"));
    }

    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    /** Whether it reports each text's fate by itself, and which one the text's serial number alone decides. */
    boolean fateBySerial() {
        return !is("dlr", "none") && !is("dlr", "late") && number("dlr-delay") == 0;
    }

    /** Whether it calls the text of this serial number undeliverable. */
    boolean undeliverable(long serial) {
        long every = number("undeliverable-every");
        return every > 0 && serial % every == 0;
    }

    /** Whether the number of the text with this serial number writes STOP back. */
    boolean stops(long serial) {
        long every = number("stop-every");
        return every > 0 && serial % every == 0;
    }
}
