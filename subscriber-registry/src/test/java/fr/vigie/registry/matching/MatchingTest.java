package fr.vigie.registry.matching;

import static fr.vigie.registry.Merchants.merchant;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Area;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.reference.geo.Polygon;
import fr.vigie.registry.Merchants;
import fr.vigie.registry.Merchants.Merchant;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class MatchingTest {
    private static final double LAT = 44.9285;
    private static final double LON = 2.4435;

    @Inject
    Merchants merchants;

    @Inject
    Pool pool;

    @BeforeEach
    void empty() {
        merchants.clear();
    }

    @Test
    void shouldTellOneMetreInsideFromOneMetreOutsideWhenTheAreaIsACircle() {
        // Given: due north and due east of the centre, found by halving
        Merchant northIn = merchant().at(northOf(2_999), LON);
        Merchant northOut = merchant().at(northOf(3_001), LON);
        Merchant eastIn = merchant().at(LAT, eastOf(2_999));
        Merchant eastOut = merchant().at(LAT, eastOf(3_001));
        merchants.store(northIn, northOut, eastIn, eastOut);

        // When
        Set<UUID> found = matches(new Area.Circle(LAT, LON, 3_000), Verdict.INSIDE, "JEWELLER");

        // Then
        assertThat(found).containsExactlyInAnyOrder(northIn.id, eastIn.id);
    }

    @Test
    void shouldFollowTheEdgeWhenTheAreaIsAPolygon() {
        // Given: an L whose notch holds the second merchant
        Merchant inside = merchant().at(44.91, 2.41);
        Merchant notch = merchant().at(44.95, 2.55);
        Merchant edge = merchant().at(44.90, 2.45);
        merchants.store(inside, notch, edge);
        Area area = new Area.Polygon(List.of(
                List.of(2.40, 44.90),
                List.of(2.60, 44.90),
                List.of(2.60, 44.93),
                List.of(2.50, 44.93),
                List.of(2.50, 45.00),
                List.of(2.40, 45.00),
                List.of(2.40, 44.90)));

        assertThat(matches(area, Verdict.INSIDE, "JEWELLER")).containsExactlyInAnyOrder(inside.id, edge.id);
    }

    @Test
    void shouldNotDecideASmallPerimeterByACommunesCentre() {
        // Given
        Merchant vagueInside = merchant().at(LAT, LON, "COMMUNE");
        Merchant vagueNear = merchant().at(northOf(6_000), LON, "COMMUNE");
        Merchant vagueFar = merchant().at(northOf(9_000), LON, "COMMUNE");
        Merchant exact = merchant().at(LAT, LON, "STREET");
        Merchant nowhere = merchant();
        merchants.store(vagueInside, vagueNear, vagueFar, exact, nowhere);

        // Then
        assertThat(matches(new Area.Circle(LAT, LON, 3_000), Verdict.INSIDE, "JEWELLER"))
                .containsExactly(exact.id);
        assertThat(matches(new Area.Circle(LAT, LON, 3_000), Verdict.TOO_VAGUE, "JEWELLER"))
                .containsExactlyInAnyOrder(vagueInside.id, vagueNear.id);
        assertThat(matches(new Area.Circle(LAT, LON, 5_000), Verdict.INSIDE, "JEWELLER"))
                .containsExactlyInAnyOrder(vagueInside.id, exact.id);
    }

    @Test
    void shouldFindArrondissementsWhenTheAreaIsTheirCity() {
        Merchant first = merchant().commune("75101", "75");
        Merchant twentieth = merchant().commune("75120", "75");
        Merchant suburb = merchant().commune("92012", "92");
        merchants.store(first, twentieth, suburb);

        assertThat(matches(new Area.Communes(List.of("75056")), Verdict.INSIDE, "JEWELLER"))
                .containsExactlyInAnyOrder(first.id, twentieth.id);
        assertThat(matches(new Area.Communes(List.of("75120")), Verdict.INSIDE, "JEWELLER"))
                .containsExactly(twentieth.id);
    }

    @Test
    void shouldForgetMerchantsWhenTheyAreSuspended() {
        Merchant shop = merchant();
        merchants.store(shop);
        pool.query("UPDATE subscriber SET status = 'SUSPENDED'")
                .execute()
                .await()
                .indefinitely();

        assertThat(matches(new Area.Departements(List.of("15")), Verdict.INSIDE, "JEWELLER"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFindExactlyWhatAPlainSearchFinds(long seed) {
        // Given
        Random random = new Random(seed);
        List<Merchant> all = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            all.add(randomMerchant(random));
        }
        merchants.store(all);

        for (int i = 0; i < 12; i++) {
            Area area = randomArea(random);
            String[] trades = random.nextBoolean() ? new String[] {"JEWELLER"} : new String[] {"BAKERY", "TOBACCONIST"};

            // When
            Set<UUID> found = matches(area, Verdict.INSIDE, trades);

            // Then
            Set<UUID> expected = new TreeSet<>();
            for (Merchant each : all) {
                if (each.status.equals("ACTIVE")
                        && Set.of(trades).stream().anyMatch(each.trades::contains)
                        && plainlyInside(area, each)) {
                    expected.add(each.id);
                }
            }
            assertThat(found).as("seed %d, area %s", seed, area).isEqualTo(expected);
        }
    }

    private static Merchant randomMerchant(Random random) {
        List<String> codes = List.of("JEWELLER", "BAKERY", "TOBACCONIST", "PHARMACIST");
        boolean cantal = random.nextInt(3) > 0;
        Merchant merchant = merchant()
                .numbers(0, 0)
                .trades(
                        random.nextInt(4) == 0
                                ? new String[] {"BAKERY", "TOBACCONIST"}
                                : new String[] {codes.get(random.nextInt(codes.size()))})
                .commune(cantal ? "15014" : "48095", cantal ? "15" : "48")
                .status(random.nextInt(10) == 0 ? "WITHDRAWN" : "ACTIVE");
        String[] precisions = {"ADDRESS", "STREET", "COMMUNE"};
        return random.nextInt(8) == 0
                ? merchant
                : merchant.at(
                        LAT + random.nextGaussian() * 0.1,
                        LON + random.nextGaussian() * 0.15,
                        precisions[random.nextInt(precisions.length)]);
    }

    private static Area randomArea(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Area.Departements(random.nextBoolean() ? List.of("15") : List.of("15", "48"));
            case 1 -> new Area.Communes(random.nextBoolean() ? List.of("48095") : List.of("15014", "15187"));
            case 2 ->
                new Area.Circle(
                        LAT + random.nextGaussian() * 0.05,
                        LON + random.nextGaussian() * 0.05,
                        500 + random.nextInt(20_000));
            default -> triangle(random);
        };
    }

    private static Area triangle(Random random) {
        double size = 0.01 + random.nextDouble() * 0.3;
        List<Double> first = List.of(LON - size, LAT - size * random.nextDouble());
        List<Double> second = List.of(LON + size, LAT);
        List<Double> third = List.of(LON, LAT + size);
        return new Area.Polygon(List.of(first, second, third, first));
    }

    private static boolean plainlyInside(Area area, Merchant merchant) {
        if (area instanceof Area.Departements departements) {
            return departements.codes().contains(merchant.departement);
        }
        if (area instanceof Area.Communes communes) {
            return communes.codes().contains(merchant.commune);
        }
        if (merchant.lat == null) {
            return false;
        }
        GeoPoint point = new GeoPoint(merchant.lat, merchant.lon);
        boolean vague = merchant.precision.equals("COMMUNE");
        if (area instanceof Area.Circle circle) {
            return !(vague && circle.radiusMeters() < 5_000)
                    && new GeoPoint(circle.lat(), circle.lon()).distanceMetres(point) <= circle.radiusMeters();
        }
        List<GeoPoint> ring = ((Area.Polygon) area)
                .ring().stream()
                        .map(each -> new GeoPoint(each.get(1), each.get(0)))
                        .toList();
        double south = ring.stream().mapToDouble(GeoPoint::latitude).min().orElseThrow();
        double north = ring.stream().mapToDouble(GeoPoint::latitude).max().orElseThrow();
        double west = ring.stream().mapToDouble(GeoPoint::longitude).min().orElseThrow();
        double east = ring.stream().mapToDouble(GeoPoint::longitude).max().orElseThrow();
        boolean small =
                new GeoPoint((south + north) / 2, (west + east) / 2).distanceMetres(new GeoPoint(south, west)) < 5_000;
        return !(vague && small) && new Polygon(ring).contains(point);
    }

    private Set<UUID> matches(Area area, Verdict wanted, String... trades) {
        Selection selection = Selection.of(area, List.of(trades));
        Set<UUID> found = new TreeSet<>();
        for (Row row : pool.preparedQuery(selection.query())
                .execute(selection.parameters(Selection.START))
                .await()
                .indefinitely()) {
            if (selection.judge(row) == wanted) {
                found.add(row.getUUID("subscriber_id"));
            }
        }
        return found;
    }

    private static double northOf(double metres) {
        return halve(
                degrees -> new GeoPoint(LAT, LON).distanceMetres(new GeoPoint(degrees, LON)), LAT, LAT + 1, metres);
    }

    private static double eastOf(double metres) {
        return halve(
                degrees -> new GeoPoint(LAT, LON).distanceMetres(new GeoPoint(LAT, degrees)), LON, LON + 1, metres);
    }

    private static double halve(
            java.util.function.DoubleUnaryOperator distance, double low, double high, double metres) {
        double from = low;
        double to = high;
        for (int i = 0; i < 60; i++) {
            double middle = (from + to) / 2;
            if (distance.applyAsDouble(middle) < metres) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
