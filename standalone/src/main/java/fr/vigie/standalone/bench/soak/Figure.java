package fr.vigie.standalone.bench.soak;

import java.util.Comparator;

/**
 * One series of a soak.
 *
 * @param of process, database, table or consumer group
 */
record Figure(Measure measure, String of) implements Comparable<Figure> {
    private static final Comparator<Figure> ORDER =
            Comparator.comparing(Figure::measure).thenComparing(Figure::of);

    @Override
    public int compareTo(Figure other) {
        return ORDER.compare(this, other);
    }
}
