package fr.vigie.reference.geo;

import java.awt.geom.Line2D;
import java.util.List;

/** The slow and obvious answers about a closed ring. */
final class PlainRing {

    private PlainRing() {}

    /** No two edges share more than the corner between neighbours. */
    static boolean isSimple(List<GeoPoint> ring) {
        int edges = ring.size() - 1;
        for (int i = 0; i < edges; i++) {
            Line2D one = edge(ring, i);
            if (one.getP1().equals(one.getP2())) {
                return false;
            }
            for (int j = i + 1; j < edges; j++) {
                Line2D other = edge(ring, j);
                boolean follows = j == i + 1;
                boolean closes = i == 0 && j == edges - 1;
                if (!follows && !closes) {
                    if (one.intersectsLine(other)) {
                        return false;
                    }
                } else if (follows && (lies(one, other.getX2(), other.getY2()) || lies(other, one.getX1(), one.getY1()))
                        || closes
                                && (lies(one, other.getX1(), other.getY1()) || lies(other, one.getX2(), one.getY2()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** On an edge, or seen from the point the ring winds around once. */
    static boolean holds(List<GeoPoint> ring, GeoPoint point) {
        double angle = 0;
        for (int i = 0; i < ring.size() - 1; i++) {
            if (lies(edge(ring, i), point.longitude(), point.latitude())) {
                return true;
            }
            double from = bearing(point, ring.get(i));
            double to = bearing(point, ring.get(i + 1));
            angle += Math.IEEEremainder(to - from, 2 * Math.PI);
        }
        return Math.abs(angle) > Math.PI;
    }

    private static double bearing(GeoPoint from, GeoPoint to) {
        return Math.atan2(to.latitude() - from.latitude(), to.longitude() - from.longitude());
    }

    private static boolean lies(Line2D edge, double x, double y) {
        return edge.ptSegDistSq(x, y) < 1e-18;
    }

    private static Line2D edge(List<GeoPoint> ring, int i) {
        GeoPoint from = ring.get(i);
        GeoPoint to = ring.get(i + 1);
        return new Line2D.Double(from.longitude(), from.latitude(), to.longitude(), to.latitude());
    }
}
