package fr.vigie.standalone.bench.soak;

import java.util.Comparator;

/**
 * One series of a soak.
 *
 * @param of process, database, table or consumer group
 */
record Figure(Measure measure, String of) implements Comparable<Figure> {
    /** What the launcher gives PostgreSQL. */
    private static final double SHARED_BUFFERS_MB = 64;

    private static final Comparator<Figure> ORDER =
            Comparator.comparing(Figure::measure).thenComparing(Figure::of);

    /**
     * Whether it is meant to grow: what is stored, and what the simulators remember, which are the newest 100,000 texts and
     * as many calls. They are the measuring device here and no part of what is measured.
     */
    boolean byDesign() {
        boolean remembered = measure == Measure.HEAP || measure == Measure.MEMORY;
        return measure == Measure.STORED || remembered && of.equals("simulators");
    }

    /** What it may grow by, whatever its measure allows, and goes no further: PostgreSQL's buffers are touched bit by bit. */
    double levelsOffAfter() {
        return measure == Measure.MEMORY && of.equals("postgres") ? SHARED_BUFFERS_MB : 0;
    }

    @Override
    public int compareTo(Figure other) {
        return ORDER.compare(this, other);
    }
}
