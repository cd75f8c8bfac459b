package fr.vigie.reference.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.reference.geo.InvalidGeometryException.Reason;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolygonTest {

    private static final Polygon SQUARE = polygon(45, 2, 45, 3, 46, 3, 46, 2, 45, 2);

    @Test
    void shouldHoldWhatIsInsideOrOnItsEdge() {
        assertThat(SQUARE.contains(new GeoPoint(45.5, 2.5))).isTrue();
        assertThat(SQUARE.contains(new GeoPoint(45, 2.5))).as("edge").isTrue();
        assertThat(SQUARE.contains(new GeoPoint(46, 3))).as("corner").isTrue();
        assertThat(SQUARE.contains(new GeoPoint(45.5, 3.000_009)))
                .as("0.7 m outside")
                .isFalse();
        assertThat(SQUARE.contains(new GeoPoint(-45.5, 2.5))).isFalse();
        assertThat(SQUARE.boundingBox()).isEqualTo(new BoundingBox(45, 2, 46, 3));
    }

    @Test
    void shouldNotHoldTheNotchWhenItIsConcave() {
        Polygon notched = polygon(45, 2, 45, 4, 47, 4, 46, 3, 47, 2, 45, 2);

        assertThat(notched.contains(new GeoPoint(46.5, 3))).isFalse();
        assertThat(notched.contains(new GeoPoint(46, 3))).isTrue();
        assertThat(notched.contains(new GeoPoint(46, 2.5)))
                .as("level with a corner")
                .isTrue();
        assertThat(notched.contains(new GeoPoint(46, 3.5))).isTrue();
    }

    @Test
    void shouldAgreeWithThePlatformsGeometryWhenDrawnAtRandom() {
        Random random = new Random(20261121);
        int inside = 0;
        for (int i = 0; i < 300; i++) {
            List<GeoPoint> ring = star(random, 3 + random.nextInt(40));
            Polygon polygon = new Polygon(ring);
            Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            path.moveTo(ring.get(0).longitude(), ring.get(0).latitude());
            ring.forEach(point -> path.lineTo(point.longitude(), point.latitude()));
            path.closePath();
            for (int j = 0; j < 200; j++) {
                GeoPoint point = new GeoPoint(44 + 2 * random.nextDouble(), 1 + 2 * random.nextDouble());
                boolean expected = path.contains(point.longitude(), point.latitude());
                assertThat(polygon.contains(point)).isEqualTo(expected);
                inside += expected ? 1 : 0;
            }
        }
        assertThat(inside).isGreaterThan(5_000);
    }

    @Test
    void shouldGiveTheSameAnswersWhenTurnedAround() {
        Random random = new Random(3);
        List<GeoPoint> ring = star(random, 30);
        List<GeoPoint> reversed = IntStream.range(0, ring.size())
                .mapToObj(i -> ring.get(ring.size() - 1 - i))
                .toList();
        Polygon one = new Polygon(ring);
        Polygon other = new Polygon(reversed);

        for (int i = 0; i < 2_000; i++) {
            GeoPoint point = new GeoPoint(44 + 2 * random.nextDouble(), 1 + 2 * random.nextDouble());
            assertThat(other.contains(point)).isEqualTo(one.contains(point));
        }
    }

    @Test
    void shouldCountACornerOnceWhenARayPassesThroughIt() {
        Polygon diamond = polygon(45, 2, 46, 3, 47, 2, 46, 1, 45, 2);

        assertThat(diamond.contains(new GeoPoint(46, 1.5))).isTrue();
        assertThat(diamond.contains(new GeoPoint(46, 0.9))).isFalse();
        assertThat(diamond.contains(new GeoPoint(45, 1.5))).isFalse();
        assertThat(diamond.contains(new GeoPoint(47, 1.5))).isFalse();
    }

    @Test
    void shouldAgreeWithPlainReferencesWhenCornersLieOnAGrid() {
        // On a grid corners, edges and points fall on each other all the time.
        Random random = new Random(20261122);
        int simple = 0;
        for (int i = 0; i < 20_000; i++) {
            int corners = 3 + random.nextInt(5);
            List<GeoPoint> ring = new ArrayList<>();
            for (int j = 0; j < corners; j++) {
                ring.add(new GeoPoint(random.nextInt(4), random.nextInt(4)));
            }
            ring.add(ring.get(0));
            Polygon polygon;
            try {
                polygon = new Polygon(ring);
            } catch (InvalidGeometryException refusal) {
                assertThat(PlainRing.isSimple(ring)).isFalse();
                continue;
            }
            assertThat(PlainRing.isSimple(ring)).isTrue();
            simple++;
            for (int n = 0; n < 81; n++) {
                GeoPoint point = new GeoPoint((n / 9 - 1) / 2.0, (n % 9 - 1) / 2.0);
                assertThat(polygon.contains(point)).isEqualTo(PlainRing.holds(ring, point));
            }
        }
        assertThat(simple).isGreaterThan(2_000);
    }

    static Arguments[] refused() {
        return new Arguments[] {
            Arguments.of(points(45, 2, 46, 2, 45, 2), Reason.POLYGON_TOO_FEW_POINTS),
            Arguments.of(points(), Reason.POLYGON_TOO_FEW_POINTS),
            Arguments.of(star(new Random(1), 500), Reason.POLYGON_TOO_MANY_POINTS),
            Arguments.of(points(45, 2, 45, 3, 46, 3, 46, 2), Reason.POLYGON_NOT_CLOSED),
            Arguments.of(points(45, 2, 45, 3, 45, 3, 46, 2, 45, 2), Reason.POLYGON_REPEATED_POINT),
            Arguments.of(points(45, 2, 45, 3, 45, 3.000_000_01, 46, 2, 45, 2), Reason.POLYGON_REPEATED_POINT),
            Arguments.of(points(42, 0, 42, 6.5, 46, 6.5, 42, 0), Reason.POLYGON_TOO_LARGE),
            Arguments.of(points(42, 0, 47, 0, 47, 1, 42, 0), Reason.POLYGON_TOO_LARGE),
            Arguments.of(points(-21, 179, -21, -179, -22, -179, -21, 179), Reason.POLYGON_TOO_LARGE),
            Arguments.of(points(45, 2, 46, 3, 45, 3, 46, 2, 45, 2), Reason.POLYGON_CROSSES_ITSELF),
            // Collinear, a spike, a corner that touches an edge, and two loops that share a point.
            Arguments.of(points(45, 2, 45, 3, 45, 4, 45, 2), Reason.POLYGON_CROSSES_ITSELF),
            Arguments.of(points(45, 2, 45, 3, 46, 3, 47, 3, 46, 3, 46, 2, 45, 2), Reason.POLYGON_CROSSES_ITSELF),
            Arguments.of(points(45, 2, 45, 4, 46, 4, 45, 3, 46, 2, 45, 2), Reason.POLYGON_CROSSES_ITSELF),
            Arguments.of(points(45, 2, 45.5, 2.5, 45, 3, 46, 3, 45.5, 2.5, 46, 2, 45, 2), Reason.POLYGON_CROSSES_ITSELF)
        };
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseWithAReasonWhenTheRingIsBad(List<GeoPoint> ring, Reason reason) {
        assertThatThrownBy(() -> new Polygon(ring))
                .isInstanceOfSatisfying(
                        InvalidGeometryException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    @Test
    void shouldTakeTheLargestRingWhenItIsSimple() {
        assertThat(new Polygon(star(new Random(2), 499)).ring()).hasSize(500);
    }

    @Test
    void shouldFindACrossingWhenTwoCornersOfAStarAreSwapped() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            int corners = 8 + random.nextInt(20);
            List<GeoPoint> ring = new ArrayList<>(star(random, corners));
            // Corners on the far side of the middle: their edges must cross those between.
            int a = 1 + random.nextInt(corners / 2 - 2);
            int b = a + corners / 2 - 1;
            GeoPoint swapped = ring.set(a, ring.get(b));
            ring.set(b, swapped);
            assertThatThrownBy(() -> new Polygon(ring))
                    .isInstanceOfSatisfying(
                            InvalidGeometryException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.POLYGON_CROSSES_ITSELF));
        }
    }

    /** A closed ring around 45 N 2 E whose corners have rising angles: it never crosses itself. */
    private static List<GeoPoint> star(Random random, int corners) {
        List<GeoPoint> ring = new ArrayList<>();
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            double radius = 0.2 + 0.75 * random.nextDouble();
            ring.add(new GeoPoint(45 + radius * Math.sin(angle), 2 + radius * Math.cos(angle)));
        }
        ring.add(ring.get(0));
        return ring;
    }

    private static Polygon polygon(double... latitudesAndLongitudes) {
        return new Polygon(points(latitudesAndLongitudes));
    }

    private static List<GeoPoint> points(double... latitudesAndLongitudes) {
        List<GeoPoint> points = new ArrayList<>();
        for (int i = 0; i < latitudesAndLongitudes.length; i += 2) {
            points.add(new GeoPoint(latitudesAndLongitudes[i], latitudesAndLongitudes[i + 1]));
        }
        return points;
    }
}
