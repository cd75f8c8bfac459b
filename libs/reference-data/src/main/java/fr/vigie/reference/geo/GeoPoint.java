package fr.vigie.reference.geo;

import fr.vigie.reference.geo.InvalidGeometryException.Reason;

/**
 * A position on the WGS84 ellipsoid. Latitude comes first, as in CAP; GeoJSON writes longitude first.
 *
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 */
public record GeoPoint(double latitude, double longitude) {

    /**
     * @throws InvalidGeometryException out of range or not a number
     */
    public GeoPoint {
        if (!(Math.abs(latitude) <= 90)) {
            throw new InvalidGeometryException(Reason.LATITUDE_OUT_OF_RANGE);
        }
        if (!(Math.abs(longitude) <= 180)) {
            throw new InvalidGeometryException(Reason.LONGITUDE_OUT_OF_RANGE);
        }
    }

    /**
     * The geodesic distance in metres, by Vincenty's inverse formula: to a millimetre, and to 0.6 % for nearly opposite
     * points of the globe, where that does not converge and a sphere stands in.
     */
    public double distanceMetres(GeoPoint other) {
        return Geodesic.metres(this, other);
    }
}
