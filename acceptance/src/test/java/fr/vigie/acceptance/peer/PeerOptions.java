package fr.vigie.acceptance.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The knobs of the SMSC that is not ours, by the names that it gives them. */
record PeerOptions(Map<String, String> values) {
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
            values.put(words[i].replaceFirst("^--", ""), words[i + 1]);
        }
        return new PeerOptions(values);
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
