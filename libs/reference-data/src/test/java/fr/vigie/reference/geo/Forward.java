package fr.vigie.reference.geo;

import static java.lang.Math.atan;
import static java.lang.Math.atan2;
import static java.lang.Math.cos;
import static java.lang.Math.sin;
import static java.lang.Math.sqrt;
import static java.lang.Math.tan;
import static java.lang.Math.toDegrees;
import static java.lang.Math.toRadians;

/** The point at a distance and bearing: Vincenty's direct formula, written out apart from the code under test. */
final class Forward {

    private static final double A = 6_378_137.0;
    private static final double F = 1 / 298.257223563;
    private static final double B = A * (1 - F);

    private Forward() {}

    static GeoPoint from(GeoPoint start, double metres, double bearingDegrees) {
        double alpha1 = toRadians(bearingDegrees);
        double tanU1 = (1 - F) * tan(toRadians(start.latitude()));
        double cosU1 = 1 / sqrt(1 + tanU1 * tanU1);
        double sinU1 = tanU1 * cosU1;
        double sigma1 = atan2(tanU1, cos(alpha1));
        double sinAlpha = cosU1 * sin(alpha1);
        double cosSqAlpha = 1 - sinAlpha * sinAlpha;
        double uSq = cosSqAlpha * (A * A - B * B) / (B * B);
        double bigA = 1 + uSq / 16384 * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
        double bigB = uSq / 1024 * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
        double sigma = metres / (B * bigA);
        double cos2 = 0;
        for (int i = 0; i < 100; i++) {
            cos2 = cos(2 * sigma1 + sigma);
            double delta = bigB
                    * sin(sigma)
                    * (cos2
                            + bigB
                                    / 4
                                    * (cos(sigma) * (-1 + 2 * cos2 * cos2)
                                            - bigB
                                                    / 6
                                                    * cos2
                                                    * (-3 + 4 * sin(sigma) * sin(sigma))
                                                    * (-3 + 4 * cos2 * cos2)));
            sigma = metres / (B * bigA) + delta;
        }
        double x = sinU1 * sin(sigma) - cosU1 * cos(sigma) * cos(alpha1);
        double phi = atan2(
                sinU1 * cos(sigma) + cosU1 * sin(sigma) * cos(alpha1), (1 - F) * sqrt(sinAlpha * sinAlpha + x * x));
        double lambda = atan2(sin(sigma) * sin(alpha1), cosU1 * cos(sigma) - sinU1 * sin(sigma) * cos(alpha1));
        double c = F / 16 * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
        double l = lambda
                - (1 - c) * F * sinAlpha * (sigma + c * sin(sigma) * (cos2 + c * cos(sigma) * (-1 + 2 * cos2 * cos2)));
        return new GeoPoint(toDegrees(phi), start.longitude() + toDegrees(l));
    }

    /** Metres through the ellipsoid bent to its surface; good to a few centimetres below 200 km. */
    static double bentChord(GeoPoint one, GeoPoint other) {
        double[] p = cartesian(one);
        double[] q = cartesian(other);
        double chord = sqrt(square(p[0] - q[0]) + square(p[1] - q[1]) + square(p[2] - q[2]));
        double e2 = F * (2 - F);
        double phi = toRadians((one.latitude() + other.latitude()) / 2);
        double w = 1 - e2 * square(sin(phi));
        double north = A * (1 - e2) / (w * sqrt(w));
        double east = A / sqrt(w);
        double bearing = atan(cos(phi) * (other.longitude() - one.longitude()) / (other.latitude() - one.latitude()));
        double radius = 1 / (square(cos(bearing)) / north + square(sin(bearing)) / east);
        return 2 * radius * Math.asin(chord / (2 * radius));
    }

    private static double[] cartesian(GeoPoint point) {
        double phi = toRadians(point.latitude());
        double lambda = toRadians(point.longitude());
        double e2 = F * (2 - F);
        double n = A / sqrt(1 - e2 * square(sin(phi)));
        return new double[] {n * cos(phi) * cos(lambda), n * cos(phi) * sin(lambda), n * (1 - e2) * sin(phi)};
    }

    private static double square(double value) {
        return value * value;
    }
}
