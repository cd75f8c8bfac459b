package fr.vigie.reference.geo;

/**
 * Degrees between which an area lies, for a first selection by an index; never crosses the 180th meridian.
 *
 * @param south least latitude
 * @param west least longitude
 * @param north greatest latitude
 * @param east greatest longitude
 */
public record BoundingBox(double south, double west, double north, double east) {

    /** Whether a point lies in the box or on its edge. */
    public boolean contains(GeoPoint point) {
        return point.latitude() >= south
                && point.latitude() <= north
                && point.longitude() >= west
                && point.longitude() <= east;
    }
}
