package fr.vigie.dispatch.voice.reading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words that rules need, from the tables beside them. A table has a line per entry and tabs between its columns;
 * lines that begin with # are comments.
 */
final class Lexicon {
    private final Map<String, String> abbreviations;
    private final Map<String, String> capitals;
    private final Map<String, String> letters;
    private final Map<String, String> roads;
    private final Map<String, String> places;
    private final Map<String, Unit> units;
    private final Set<String> feminineNouns;

    /**
     * A unit after a number.
     *
     * @param one its name after less than two
     * @param many its name after two and more
     * @param feminine whether « un » becomes « une » before it
     */
    record Unit(String one, String many, boolean feminine) {}

    /** @throws UncheckedIOException where a table is missing or a line of it has too few columns */
    Lexicon() {
        abbreviations = pairs("abbreviations.tsv");
        capitals = pairs("capitals.tsv");
        letters = pairs("letters.tsv");
        roads = pairs("roads.tsv");
        places = pairs("places.tsv");
        units = new LinkedHashMap<>();
        for (String[] row : table("units.tsv", 4)) {
            units.put(row[0], new Unit(row[1], row[2], row[3].equals("f")));
        }
        feminineNouns = table("feminine.tsv", 1).stream().map(row -> row[0]).collect(Collectors.toUnmodifiableSet());
    }

    /** Abbreviations whose case does not matter, such as « bd ». */
    Map<String, String> abbreviations() {
        return abbreviations;
    }

    /** Abbreviations in capitals, such as « BP ». */
    Map<String, String> capitals() {
        return capitals;
    }

    /** Kinds of roads before a number. */
    Map<String, String> roads() {
        return roads;
    }

    /** Names that are not said as they are written. */
    Map<String, String> places() {
        return places;
    }

    Map<String, Unit> units() {
        return units;
    }

    /** Whether « un » becomes « une » before it. */
    boolean feminine(String noun) {
        return feminineNouns.contains(noun);
    }

    /** Names of the letters, with a space between. */
    String spelt(String word) {
        return word.chars()
                .mapToObj(letter -> letters.getOrDefault(String.valueOf((char) letter), String.valueOf((char) letter)))
                .collect(Collectors.joining(" "));
    }

    /** Letters and digits in groups of two, commas between the groups, so that a pencil can follow. */
    String writtenDown(String reference) {
        StringBuilder said = new StringBuilder();
        for (String part : reference.split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)|(?<=-)|(?=-)")) {
            if (!said.isEmpty()) {
                said.append(", ");
            }
            if (part.equals("-")) {
                said.append("tiret");
            } else if (Character.isDigit(part.charAt(0))) {
                said.append(grouped(part));
            } else {
                said.append(spelt(part));
            }
        }
        return said.toString();
    }

    private static String grouped(String digits) {
        if (digits.length() <= 3) {
            return Numerals.digits(digits);
        }
        return Numerals.digits(digits.substring(0, 2)) + ", " + grouped(digits.substring(2));
    }

    private static Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String[] row : table(name, 2)) {
            pairs.put(row[0], row[1]);
        }
        return pairs;
    }

    private static List<String[]> table(String name, int columns) {
        try (InputStream in = Lexicon.class.getResourceAsStream("/reading/" + name)) {
            if (in == null) {
                throw new IOException("the table " + name + " is missing");
            }
            List<String[]> rows = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t+", -1))
                    .toList();
            for (String[] row : rows) {
                if (row.length < columns) {
                    throw new IOException("a line of " + name + " has " + row.length + " columns: " + row[0]);
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
