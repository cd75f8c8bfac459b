package fr.vigie.standalone.bench.soak;

import fr.vigie.standalone.bench.soak.Fit.Point;
import java.util.List;

/**
 * What became of a figure.
 *
 * @param first its first value after the warm-up
 * @param grown by how much the fitted line rose from the first point to the last; negative where it fell
 * @param perHour the same in an hour
 * @param tolerance what it was allowed
 */
record Trend(double first, double last, double grown, double perHour, double tolerance, Verdict verdict) {
    /** A slope that is not several times its own error is noise. */
    private static final double ERRORS = 3;
    /** Of the tolerance, in the second half of the time. */
    private static final double LATER = 0.25;

    private static final int FEWEST = 2 * Fit.FEWEST - 1;
    private static final double HOUR = 3_600;

    /** The judgement. */
    enum Verdict {
        STEADY("steady"),
        GROWS("GROWS"),
        BY_DESIGN("by design"),
        /** Too few points. */
        UNKNOWN("unknown");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * Judges a series. It grows where the line through it rises by more than the tolerance, by more than chance, and
     * still in the second half: what levels off was only warming up. The middle value of the second half must lie above
     * that of the first, too: a few outliers may tilt the line.
     *
     * @param points in the order of time
     * @param texts asked for meanwhile
     * @param calls asked for meanwhile
     */
    static Trend of(Figure figure, List<Point> points, double texts, double calls) {
        double first = points.get(0).value();
        double last = points.get(points.size() - 1).value();
        double tolerance = figure.measure().tolerance().of(first, texts, calls) + figure.levelsOffAfter();
        if (points.size() < FEWEST) {
            return new Trend(first, last, last - first, 0, tolerance, Verdict.UNKNOWN);
        }
        double begin = points.get(0).seconds();
        double length = points.get(points.size() - 1).seconds() - begin;
        Fit whole = Fit.through(points);
        double grown = whole.slope() * length;
        Verdict verdict = Verdict.STEADY;
        if (figure.byDesign()) {
            verdict = Verdict.BY_DESIGN;
        } else if (grown > tolerance && whole.slope() > ERRORS * whole.error()) {
            int half = (points.size() - 1) / 2;
            List<Point> later = points.subList(half, points.size());
            double goesOn = Fit.through(later).slope() * length / 2;
            double above = median(later) - median(points.subList(0, half + 1));
            verdict = Math.min(goesOn, above) > LATER * tolerance ? Verdict.GROWS : Verdict.STEADY;
        }
        return new Trend(first, last, grown, whole.slope() * HOUR, tolerance, verdict);
    }

    private static double median(List<Point> points) {
        return points.stream().mapToDouble(Point::value).sorted().toArray()[points.size() / 2];
    }
}
