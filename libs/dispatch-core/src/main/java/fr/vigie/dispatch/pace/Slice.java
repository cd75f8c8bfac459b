package fr.vigie.dispatch.pace;

/**
 * A booked piece of an operator's rate: so many units, due evenly from its beginning to its end.
 *
 * @param from by {@link System#nanoTime}
 * @param to end, exclusive; after {@code from}
 * @param units at least 1
 */
record Slice(long from, long to, int units) {
    /** How many of its units are due by now. */
    int due(long now) {
        if (now - from < 0) {
            return 0;
        }
        if (now - to >= 0) {
            return units;
        }
        return (int) Math.min(units, 1 + (now - from) * units / (to - from));
    }
}
