package fr.vigie.reference.geo;

import fr.vigie.reference.geo.InvalidGeometryException.Reason;
import java.util.Arrays;
import java.util.List;

/**
 * One closed ring without holes, as CAP knows it. Between two points the edge is straight in latitude and longitude
 * (RFC 7946, section 3.1.1). Coordinates count to 10<sup>-7</sup> degree (about 1 cm), which makes every test exact.
 *
 * <p>Equal when the points are; either direction of turn is good.
 */
public final class Polygon {

    private static final int FEWEST_POINTS = 4;
    private static final int MOST_POINTS = 500;
    private static final double LARGEST_EXTENT_METRES = 500_000;
    private static final double UNITS_PER_DEGREE = 1e7;

    private final List<GeoPoint> ring;
    private final BoundingBox box;

    // Integers: with the extent bounded, products of differences fit a long, and no rounding decides an answer.
    private final long[] x;
    private final long[] y;

    /**
     * @param ring 4 to 500 points, the last equal to the first
     * @throws InvalidGeometryException when it is open, too small, too large or crosses or touches itself
     */
    public Polygon(List<GeoPoint> ring) {
        if (ring.size() < FEWEST_POINTS) {
            throw new InvalidGeometryException(Reason.POLYGON_TOO_FEW_POINTS);
        }
        if (ring.size() > MOST_POINTS) {
            throw new InvalidGeometryException(Reason.POLYGON_TOO_MANY_POINTS);
        }
        this.ring = List.copyOf(ring);
        this.x = this.ring.stream().mapToLong(point -> units(point.longitude())).toArray();
        this.y = this.ring.stream().mapToLong(point -> units(point.latitude())).toArray();
        int last = x.length - 1;
        if (x[0] != x[last] || y[0] != y[last]) {
            throw new InvalidGeometryException(Reason.POLYGON_NOT_CLOSED);
        }
        this.box = box();
        refuseAbsurdExtent(box);
        refuseCrossing();
    }

    private static long units(double degrees) {
        return Math.round(degrees * UNITS_PER_DEGREE);
    }

    private BoundingBox box() {
        return new BoundingBox(
                degrees(Arrays.stream(y).min().orElseThrow()),
                degrees(Arrays.stream(x).min().orElseThrow()),
                degrees(Arrays.stream(y).max().orElseThrow()),
                degrees(Arrays.stream(x).max().orElseThrow()));
    }

    private static double degrees(long units) {
        return units / UNITS_PER_DEGREE;
    }

    private static void refuseAbsurdExtent(BoundingBox box) {
        // Nearest to the equator the box is widest.
        double widest =
                box.south() <= 0 && box.north() >= 0 ? 0 : Math.min(Math.abs(box.south()), Math.abs(box.north()));
        // The shortest way between two meridians leads around the globe beyond 180 degrees; 90 is absurd anyway.
        boolean large = box.east() - box.west() > 90
                || new GeoPoint(widest, box.west()).distanceMetres(new GeoPoint(widest, box.east()))
                        > LARGEST_EXTENT_METRES
                || new GeoPoint(box.south(), box.west()).distanceMetres(new GeoPoint(box.north(), box.west()))
                        > LARGEST_EXTENT_METRES;
        if (large) {
            throw new InvalidGeometryException(Reason.POLYGON_TOO_LARGE);
        }
    }

    private void refuseCrossing() {
        int edges = x.length - 1;
        for (int i = 0; i < edges; i++) {
            if (x[i] == x[i + 1] && y[i] == y[i + 1]) {
                throw new InvalidGeometryException(Reason.POLYGON_REPEATED_POINT);
            }
        }
        for (int i = 0; i < edges; i++) {
            if (turnsBack(i, (i + 1) % edges)) {
                throw new InvalidGeometryException(Reason.POLYGON_CROSSES_ITSELF);
            }
            for (int j = i + 2; j < edges; j++) {
                boolean neighbours = i == 0 && j == edges - 1;
                if (!neighbours && meet(i, j)) {
                    throw new InvalidGeometryException(Reason.POLYGON_CROSSES_ITSELF);
                }
            }
        }
    }

    /** Whether an edge runs back along the one before it. */
    private boolean turnsBack(int edge, int next) {
        long dx = x[edge + 1] - x[edge];
        long dy = y[edge + 1] - y[edge];
        long nextDx = x[next + 1] - x[next];
        long nextDy = y[next + 1] - y[next];
        return dx * nextDy - dy * nextDx == 0 && dx * nextDx + dy * nextDy < 0;
    }

    private boolean meet(int i, int j) {
        int a = side(i, x[j], y[j]);
        int b = side(i, x[j + 1], y[j + 1]);
        int c = side(j, x[i], y[i]);
        int d = side(j, x[i + 1], y[i + 1]);
        return (a != b && c != d && a * b <= 0 && c * d <= 0)
                || (a == 0 && within(i, x[j], y[j]))
                || (b == 0 && within(i, x[j + 1], y[j + 1]))
                || (c == 0 && within(j, x[i], y[i]))
                || (d == 0 && within(j, x[i + 1], y[i + 1]));
    }

    /** On which side of an edge's line a point lies: -1, 0 or 1. */
    private int side(int edge, long px, long py) {
        return Long.signum((x[edge + 1] - x[edge]) * (py - y[edge]) - (y[edge + 1] - y[edge]) * (px - x[edge]));
    }

    private boolean within(int edge, long px, long py) {
        return px >= Math.min(x[edge], x[edge + 1])
                && px <= Math.max(x[edge], x[edge + 1])
                && py >= Math.min(y[edge], y[edge + 1])
                && py <= Math.max(y[edge], y[edge + 1]);
    }

    /** Whether a point is inside or on the edge. */
    public boolean contains(GeoPoint point) {
        long px = units(point.longitude());
        long py = units(point.latitude());
        if (!box.contains(new GeoPoint(degrees(py), degrees(px)))) {
            return false;
        }
        boolean inside = false;
        for (int i = 0; i < x.length - 1; i++) {
            int side = side(i, px, py);
            if (side == 0 && within(i, px, py)) {
                return true;
            }
            // Half-open in latitude, so that a ray through a corner counts it once.
            boolean upwards = y[i] <= py && y[i + 1] > py;
            boolean downwards = y[i + 1] <= py && y[i] > py;
            if ((upwards && side > 0) || (downwards && side < 0)) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** The points as given, the last equal to the first. */
    public List<GeoPoint> ring() {
        return ring;
    }

    /** The least box around it. */
    public BoundingBox boundingBox() {
        return box;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polygon polygon && polygon.ring.equals(ring);
    }

    @Override
    public int hashCode() {
        return ring.hashCode();
    }

    @Override
    public String toString() {
        return "Polygon" + ring;
    }
}
