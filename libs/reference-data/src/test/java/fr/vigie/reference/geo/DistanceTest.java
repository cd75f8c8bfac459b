package fr.vigie.reference.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fr.vigie.reference.geo.InvalidGeometryException.Reason;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTest {

    private static final GeoPoint AURILLAC = new GeoPoint(44.926, 2.441);

    @ParameterizedTest
    @CsvSource({
        // GeographicLib's documentation of GeodSolve: JFK to LHR.
        "40.6, -73.8, 51.6, -0.5, 5551759.400",
        // The meridian quadrant of WGS84, and one degree of its equator.
        "0, 0, 90, 0, 10001965.729",
        "0, 0, 0, 1, 111319.491",
        "0, 179.5, 0, -179.5, 111319.491",
        "44.926, 2.441, 44.926, 2.441, 0"
    })
    void shouldGiveThePublishedDistanceWhenGivenAKnownPair(
            double lat1, double lon1, double lat2, double lon2, double metres) {
        GeoPoint one = new GeoPoint(lat1, lon1);
        GeoPoint other = new GeoPoint(lat2, lon2);

        assertThat(one.distanceMetres(other)).isCloseTo(metres, within(0.001));
        assertThat(other.distanceMetres(one)).isCloseTo(metres, within(0.001));
    }

    @Test
    void shouldAgreeWithTheChordWhenPointsAreDrawnAtRandom() {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            GeoPoint one = new GeoPoint(-21 + 72 * random.nextDouble(), -61 + 117 * random.nextDouble());
            GeoPoint other = new GeoPoint(
                    one.latitude() + random.nextDouble() - 0.5, one.longitude() + random.nextDouble() - 0.5);

            assertThat(one.distanceMetres(other)).isCloseTo(Forward.bentChord(one, other), within(0.05));
        }
    }

    @Test
    void shouldStayPlausibleWhenPointsAreNearlyOpposite() {
        double metres = new GeoPoint(0, 0).distanceMetres(new GeoPoint(0.5, 179.7));

        // GeographicLib: 19,936,288.579 m; Vincenty's series does not converge here.
        assertThat(metres).isCloseTo(19_936_288.579, within(0.006 * 19_936_288.579));
    }

    @Test
    void shouldSeparateOneMetreWhenACircleIsDrawn() {
        Random random = new Random(15);
        for (double radius : new double[] {1.5, 300, 3_000, 50_000, 200_000}) {
            Circle circle = new Circle(AURILLAC, radius);
            BoundingBox box = circle.boundingBox();
            for (int i = 0; i < 500; i++) {
                double bearing = 360 * random.nextDouble();
                GeoPoint inside = Forward.from(AURILLAC, radius - 1, bearing);
                GeoPoint outside = Forward.from(AURILLAC, radius + 1, bearing);

                assertThat(circle.contains(inside)).isTrue();
                assertThat(circle.contains(outside)).isFalse();
                assertThat(box.contains(inside)).isTrue();
                assertThat(box.contains(Forward.from(AURILLAC, radius, bearing)))
                        .isTrue();
            }
        }
    }

    @Test
    void shouldBoxEveryCircleWhenItLiesAnywhereOnEarth() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            GeoPoint centre = new GeoPoint(178 * random.nextDouble() - 89, 340 * random.nextDouble() - 170);
            Circle circle = new Circle(centre, 1 + 199_999 * random.nextDouble());
            double bearing = 360 * random.nextDouble();
            GeoPoint edge;
            try {
                edge = Forward.from(centre, circle.radiusMetres(), bearing);
            } catch (InvalidGeometryException beyondTheDateLine) {
                continue;
            }
            assertThat(circle.boundingBox().contains(edge)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "90.1, 0, LATITUDE_OUT_OF_RANGE",
        "-91, 0, LATITUDE_OUT_OF_RANGE",
        "NaN, 0, LATITUDE_OUT_OF_RANGE",
        "0, 180.1, LONGITUDE_OUT_OF_RANGE",
        "0, NaN, LONGITUDE_OUT_OF_RANGE",
        "0, -Infinity, LONGITUDE_OUT_OF_RANGE"
    })
    void shouldRefuseAPointWhenItIsNotOnEarth(double latitude, double longitude, Reason reason) {
        assertThatThrownBy(() -> new GeoPoint(latitude, longitude))
                .isInstanceOfSatisfying(
                        InvalidGeometryException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "0, RADIUS_NOT_POSITIVE",
        "-1, RADIUS_NOT_POSITIVE",
        "NaN, RADIUS_NOT_POSITIVE",
        "200000.1, RADIUS_TOO_LARGE",
        "Infinity, RADIUS_TOO_LARGE"
    })
    void shouldRefuseACircleWhenItsRadiusIsAbsurd(double radius, Reason reason) {
        assertThatThrownBy(() -> new Circle(AURILLAC, radius))
                .isInstanceOfSatisfying(InvalidGeometryException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.reason().code()).isEqualTo("GEOMETRY_" + reason);
                });
    }
}
