package fr.vigie.reference.geo;

/** Distances on the WGS84 ellipsoid: T. Vincenty, Survey Review XXIII (1975), inverse formula. */
final class Geodesic {

    static final double EQUATORIAL_RADIUS = 6_378_137.0;
    static final double FLATTENING = 1 / 298.257223563;
    static final double POLAR_RADIUS = EQUATORIAL_RADIUS * (1 - FLATTENING);
    static final double MEAN_RADIUS = (2 * EQUATORIAL_RADIUS + POLAR_RADIUS) / 3;

    private static final int MOST_ITERATIONS = 50;
    private static final double CONVERGED = 1e-12;

    private Geodesic() {}

    static double metres(GeoPoint from, GeoPoint to) {
        double difference = Math.toRadians(to.longitude() - from.longitude());
        double u1 = reduced(from.latitude());
        double u2 = reduced(to.latitude());
        double sinU1 = Math.sin(u1);
        double cosU1 = Math.cos(u1);
        double sinU2 = Math.sin(u2);
        double cosU2 = Math.cos(u2);
        double lambda = difference;
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double sinLambda = Math.sin(lambda);
            double cosLambda = Math.cos(lambda);
            double sinSigma = Math.hypot(cosU2 * sinLambda, cosU1 * sinU2 - sinU1 * cosU2 * cosLambda);
            if (sinSigma == 0 && cosLambda > 0) {
                return 0;
            }
            double cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
            double sigma = Math.atan2(sinSigma, cosSigma);
            double sinAlpha = sinSigma == 0 ? 0 : cosU1 * cosU2 * sinLambda / sinSigma;
            double cos2Alpha = 1 - sinAlpha * sinAlpha;
            // On the equator cos2Alpha is 0 and the term vanishes.
            double cos2SigmaM = cos2Alpha < 1e-15 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cos2Alpha;
            double c = FLATTENING / 16 * cos2Alpha * (4 + FLATTENING * (4 - 3 * cos2Alpha));
            double previous = lambda;
            lambda = difference
                    + (1 - c)
                            * FLATTENING
                            * sinAlpha
                            * (sigma + c * sinSigma * (cos2SigmaM + c * cosSigma * (2 * cos2SigmaM * cos2SigmaM - 1)));
            if (Math.abs(lambda - previous) < CONVERGED) {
                return arc(sigma, sinSigma, cosSigma, cos2Alpha, cos2SigmaM);
            }
        }
        return onSphere(from, to);
    }

    private static double arc(double sigma, double sinSigma, double cosSigma, double cos2Alpha, double cos2SigmaM) {
        double second =
                (EQUATORIAL_RADIUS * EQUATORIAL_RADIUS - POLAR_RADIUS * POLAR_RADIUS) / (POLAR_RADIUS * POLAR_RADIUS);
        double u = cos2Alpha * second;
        double a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
        double b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
        double square = cos2SigmaM * cos2SigmaM;
        double deltaSigma = b
                * sinSigma
                * (cos2SigmaM
                        + b
                                / 4
                                * (cosSigma * (2 * square - 1)
                                        - b / 6 * cos2SigmaM * (4 * sinSigma * sinSigma - 3) * (4 * square - 3)));
        return POLAR_RADIUS * a * (sigma - deltaSigma);
    }

    private static double onSphere(GeoPoint from, GeoPoint to) {
        double phi1 = Math.toRadians(from.latitude());
        double phi2 = Math.toRadians(to.latitude());
        double half = Math.sin((phi2 - phi1) / 2);
        double halfLambda = Math.sin(Math.toRadians(to.longitude() - from.longitude()) / 2);
        double h = half * half + Math.cos(phi1) * Math.cos(phi2) * halfLambda * halfLambda;
        return 2 * MEAN_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    private static double reduced(double latitude) {
        return Math.atan((1 - FLATTENING) * Math.tan(Math.toRadians(latitude)));
    }
}
