package fr.vigie.standalone.bench.soak;

import java.util.List;

/**
 * The straight line through points by least squares.
 *
 * @param slope change of the value in a second
 * @param start the line's value at the first point
 * @param error standard error of the slope; 0 where all points lie on the line
 */
record Fit(double slope, double start, double error) {
    /** Fewer say nothing about a slope's error. */
    static final int FEWEST = 3;

    /**
     * A point of a series.
     *
     * @param seconds since any moment
     */
    record Point(double seconds, double value) {}

    /**
     * The line through points in the order of time.
     *
     * @throws IllegalArgumentException where there are fewer than {@link #FEWEST}, or all are of the same moment
     */
    static Fit through(List<Point> points) {
        int count = points.size();
        if (count < FEWEST) {
            throw new IllegalArgumentException("a line through " + count + " points says nothing");
        }
        double meanTime = points.stream().mapToDouble(Point::seconds).average().orElseThrow();
        double meanValue = points.stream().mapToDouble(Point::value).average().orElseThrow();
        double spread = 0;
        double together = 0;
        for (Point point : points) {
            spread += (point.seconds() - meanTime) * (point.seconds() - meanTime);
            together += (point.seconds() - meanTime) * (point.value() - meanValue);
        }
        if (spread == 0) {
            throw new IllegalArgumentException("all points are of the same moment");
        }
        double slope = together / spread;
        double start = meanValue + slope * (points.get(0).seconds() - meanTime);
        double rest = 0;
        for (Point point : points) {
            double off = point.value()
                    - start
                    - slope * (point.seconds() - points.get(0).seconds());
            rest += off * off;
        }
        return new Fit(slope, start, Math.sqrt(rest / (count - 2) / spread));
    }
}
