package fr.vigie.registry.importing;

import java.text.Normalizer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of a file; each may be headed in English or French, in any order. */
enum Column {
    REFERENCE(false, "reference"),
    NAME(true, "name", "nom"),
    SIRET(false, "siret"),
    TRADES(true, "trades", "trade", "metiers", "metier"),
    COMMUNE(true, "commune"),
    POSTCODE(false, "postcode", "code_postal"),
    ADDRESS(false, "address", "adresse"),
    LAT(false, "lat", "latitude"),
    LON(false, "lon", "longitude"),
    PRECISION(false, "precision"),
    NUMBER1(true, "number1", "numero1"),
    NUMBER2(false, "number2", "numero2"),
    NUMBER3(false, "number3", "numero3"),
    PREFERRED_CHANNEL(false, "preferred_channel", "canal_prefere"),
    CONSENT_SOURCE(true, "consent_source", "consentement_source"),
    CONSENT_PROOF(true, "consent_proof", "consentement_preuve"),
    CONSENT_AT(true, "consent_at", "consentement_date");

    static final List<Column> NUMBERS = List.of(NUMBER1, NUMBER2, NUMBER3);

    private static final Map<String, Column> BY_HEADING = new HashMap<>();

    static {
        for (Column column : values()) {
            for (String heading : column.headings) {
                BY_HEADING.put(heading, column);
            }
        }
    }

    private final boolean required;

    @SuppressWarnings("ImmutableEnumChecker") // never written after construction, and never handed out
    private final String[] headings;

    Column(boolean required, String... headings) {
        this.required = required;
        this.headings = headings;
    }

    /** Its name in reports. */
    String heading() {
        return headings[0];
    }

    /** Which column stands where. */
    record Header(Map<Column, Integer> places, List<Integer> unknown, List<Column> missing, List<Column> twice) {

        static Header read(String[] cells) {
            Map<Column, Integer> places = new EnumMap<>(Column.class);
            List<Integer> unknown = new java.util.ArrayList<>();
            List<Column> twice = new java.util.ArrayList<>();
            for (int i = 0; i < cells.length; i++) {
                Column column = BY_HEADING.get(folded(cells[i]));
                if (column == null) {
                    unknown.add(i + 1);
                } else if (places.putIfAbsent(column, i) != null) {
                    twice.add(column);
                }
            }
            List<Column> missing = java.util.Arrays.stream(values())
                    .filter(column -> column.required && !places.containsKey(column))
                    .toList();
            return new Header(places, unknown, missing, twice);
        }

        /** How many columns there are, where none is unknown or stands twice. */
        int width() {
            return places.size();
        }

        private static String folded(String heading) {
            String plain = Normalizer.normalize(heading.strip(), Normalizer.Form.NFD)
                    .replaceAll("\\p{M}", "")
                    .toLowerCase(Locale.ROOT);
            return plain.replace("\uFEFF", "").replace(' ', '_').replace('-', '_');
        }

        /** The cell, stripped; null where it is empty or not there. */
        String cell(String[] cells, Column column) {
            Integer place = places.get(column);
            if (place == null || place >= cells.length) {
                return null;
            }
            String text = cells[place].strip();
            return text.isEmpty() ? null : text;
        }
    }
}
