package fr.vigie.standalone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Enumerations in lines of 80 columns. */
public final class Wrapped {
    private static final int COLUMNS = 80;
    private static final String INDENT = "      ";

    private Wrapped() {}

    /** The names with their values, after the words that say what they are. */
    public static List<String> lines(String lead, Map<?, ? extends Number> values, String format) {
        List<String> parts = new ArrayList<>();
        values.forEach((name, value) -> parts.add(name + " " + String.format(Locale.ROOT, format, value)));
        return lines(lead, parts);
    }

    /** The parts, after the words that say what they are. */
    public static List<String> lines(String lead, List<String> parts) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(lead);
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i) + (i + 1 < parts.size() ? "," : "");
            if (line.length() + 1 + part.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT).append(part);
            } else {
                line.append(' ').append(part);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
