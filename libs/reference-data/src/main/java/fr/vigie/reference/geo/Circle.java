package fr.vigie.reference.geo;

import fr.vigie.reference.geo.InvalidGeometryException.Reason;
import java.util.Objects;

/**
 * All points within a geodesic distance of a centre.
 *
 * @param centre the middle
 * @param radiusMetres more than 0, at most 200,000
 */
public record Circle(GeoPoint centre, double radiusMetres) {

    private static final double LARGEST_RADIUS_METRES = 200_000;

    // The least radii of curvature of WGS84, so that a degree is never thought longer than it is: along the meridian
    // (at the equator) and along a parallel (the equatorial radius, times the cosine of the latitude).
    private static final double LEAST_METRES_PER_RADIAN_NORTH = 6_335_439.0;
    private static final double MARGIN = 1.000_001;

    /**
     * @throws InvalidGeometryException for a radius out of range or not a number
     */
    public Circle {
        Objects.requireNonNull(centre, "centre");
        if (!(radiusMetres > 0)) {
            throw new InvalidGeometryException(Reason.RADIUS_NOT_POSITIVE);
        }
        if (radiusMetres > LARGEST_RADIUS_METRES) {
            throw new InvalidGeometryException(Reason.RADIUS_TOO_LARGE);
        }
    }

    /** Whether a point is inside or on the circle. */
    public boolean contains(GeoPoint point) {
        return centre.distanceMetres(point) <= radiusMetres;
    }

    /**
     * A box that holds the whole circle and a little more. Where the circle reaches a pole or the 180th meridian, it
     * spans all longitudes.
     */
    public BoundingBox boundingBox() {
        double height = Math.toDegrees(radiusMetres / LEAST_METRES_PER_RADIAN_NORTH) * MARGIN;
        double south = Math.max(-90, centre.latitude() - height);
        double north = Math.min(90, centre.latitude() + height);
        double farthest = Math.toRadians(Math.max(Math.abs(south), Math.abs(north)));
        double parallel = Geodesic.EQUATORIAL_RADIUS * Math.cos(farthest);
        double width = parallel < radiusMetres ? 360 : Math.toDegrees(radiusMetres / parallel) * MARGIN;
        double west = centre.longitude() - width;
        double east = centre.longitude() + width;
        return west < -180 || east > 180
                ? new BoundingBox(south, -180, north, 180)
                : new BoundingBox(south, west, north, east);
    }
}
