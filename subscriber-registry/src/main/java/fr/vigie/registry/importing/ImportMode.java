package fr.vigie.registry.importing;

import java.util.Optional;

/** What becomes of a file with a bad line. */
public enum ImportMode {
    /** Nothing is stored. */
    ALL_OR_NOTHING,
    /** The good lines are stored, in batches: a broken-off import may be sent again. */
    GOOD_LINES;

    /** As it stands in the query. */
    static Optional<ImportMode> parse(String text) {
        return switch (text) {
            case "all-or-nothing" -> Optional.of(ALL_OR_NOTHING);
            case "good-lines" -> Optional.of(GOOD_LINES);
            default -> Optional.empty();
        };
    }
}
