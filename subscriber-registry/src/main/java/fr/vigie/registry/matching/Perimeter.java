package fr.vigie.registry.matching;

import fr.vigie.reference.geo.BoundingBox;
import fr.vigie.reference.geo.Circle;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.reference.geo.Polygon;
import java.util.function.Predicate;

/**
 * A circle or polygon, as the index and the exact test see it.
 *
 * @param box holds the whole perimeter
 * @param wideBox what is looked at for merchants known only by their commune's centre; the same box where the perimeter
 *     is large enough for that
 * @param small whether a commune's centre decides nothing here
 * @param inside the exact test
 * @param perhapsInside the test for a commune's centre in a small perimeter
 */
record Perimeter(
        BoundingBox box,
        BoundingBox wideBox,
        boolean small,
        Predicate<GeoPoint> inside,
        Predicate<GeoPoint> perhapsInside) {

    /** Below this reach a commune's centre never decides; it also is how far from it a merchant is thought to be. */
    static final double VAGUE_METRES = 5_000;

    private static final double LARGEST_CIRCLE_METRES = 200_000;

    static Perimeter of(Circle circle) {
        if (circle.radiusMetres() >= VAGUE_METRES) {
            return new Perimeter(circle.boundingBox(), circle.boundingBox(), false, circle::contains, point -> false);
        }
        Circle wide = new Circle(circle.centre(), circle.radiusMetres() + VAGUE_METRES);
        return new Perimeter(circle.boundingBox(), wide.boundingBox(), true, circle::contains, wide::contains);
    }

    /** A polygon is small where the circle around its box is. */
    static Perimeter of(Polygon polygon) {
        BoundingBox box = polygon.boundingBox();
        GeoPoint middle = new GeoPoint((box.south() + box.north()) / 2, (box.west() + box.east()) / 2);
        double reach = middle.distanceMetres(new GeoPoint(box.south(), box.west()));
        if (reach >= VAGUE_METRES || reach + VAGUE_METRES > LARGEST_CIRCLE_METRES) {
            return new Perimeter(box, box, false, polygon::contains, point -> false);
        }
        Circle wide = new Circle(middle, reach + VAGUE_METRES);
        return new Perimeter(box, wide.boundingBox(), true, polygon::contains, wide::contains);
    }

    Verdict judge(GeoPoint point, boolean vague) {
        if (small && vague) {
            return perhapsInside.test(point) ? Verdict.TOO_VAGUE : Verdict.OUTSIDE;
        }
        return inside.test(point) ? Verdict.INSIDE : Verdict.OUTSIDE;
    }
}
