package fr.vigie.standalone.demo;

import fr.vigie.phone.FictionNumbers;
import fr.vigie.phone.PhoneNumber;
import fr.vigie.reference.DemoPlaces;
import fr.vigie.reference.DemoPlaces.DemoPlace;
import fr.vigie.reference.geo.GeoPoint;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Made-up merchants in real places. The jewellers stand on a spiral around Aurillac, each a little farther out than the
 * one before, so that a circle of the right radius holds exactly as many as wanted. Every fourth has a landline only.
 */
public final class SampleMerchants {
    /** How many differ in their number; beyond that, mobiles of the unassigned country code +999 are used. */
    public static final int DISTINCT = 10_000;

    static final GeoPoint CENTRE = new GeoPoint(44.9306, 2.4440);

    private static final String HEADER =
            "reference;name;trades;commune;address;lat;lon;number1;consent_source;consent_proof;consent_at";
    private static final String CONSENT = "STATION;fiche de démonstration;2026-01-05T10:00:00+01:00";
    private static final double METRES_PER_DEGREE = 111_195;
    private static final double OUTERMOST_METRES = 40_000;
    /** Denser: a million fit in the largest circle that an alert may have. */
    private static final double OUTERMOST_METRES_OF_A_BENCHMARK = 19_900;

    /** Simulated numbers whose last three digits are lower than this behave. */
    private static final int ORDINARY = 900;

    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
    /** Steps through the last four digits so that every kind of ending occurs early; shares no factor with 10,000. */
    private static final int STRIDE = 37;
    /** Endings that take the simulators longer than a demo wants to wait; docs/simulators.md tells what they do. */
    private static final Set<Integer> SLOW_SMS = Set.of(996, 999);

    private static final Set<Integer> SLOW_CALLS = Set.of(972, 973, 974, 976, 977, 979);

    private static final List<String> NAMES = List.of(
            "des Remparts",
            "du Marché",
            "de la Halle",
            "du Vieux Pont",
            "des Arcades",
            "de la Fontaine",
            "du Beffroi",
            "des Tilleuls",
            "de la Poterne",
            "du Cadran",
            "des Orgues",
            "de la Jordanne");

    private final List<DemoPlace> cantal = DemoPlaces.of("15");
    private final List<DemoPlace> elsewhere = DemoPlaces.of("35");
    private final int jewellers;
    private final boolean benchmark;
    private final int[] mobiles = endings(SLOW_SMS);
    private final int[] fixed = endings(SLOW_CALLS);

    /**
     * @param jewellers how many the alert shall reach
     */
    public SampleMerchants(int jewellers) {
        this(jewellers, false);
    }

    private SampleMerchants(int jewellers, boolean benchmark) {
        this.jewellers = jewellers;
        this.benchmark = benchmark;
    }

    /** Merchants who all have a mobile of the unassigned country code +999 that the simulator answers at once. */
    public static SampleMerchants forBenchmark(int jewellers) {
        return new SampleMerchants(jewellers, true);
    }

    /**
     * The merchants as CSV files of bounded size, each with its header. A file is made when it is asked for and not kept:
     * a million merchants would take more memory than the launcher has.
     */
    public List<String> csvFiles(int rowsEach) {
        int rows = jewellers + 2 * others();
        return new AbstractList<>() {
            @Override
            public String get(int file) {
                int from = Objects.checkIndex(file, size()) * rowsEach;
                return IntStream.range(from, Math.min(rows, from + rowsEach))
                        .mapToObj(SampleMerchants.this::row)
                        .collect(Collectors.joining("\n", HEADER + "\n", "\n"));
            }

            @Override
            public int size() {
                return (rows + rowsEach - 1) / rowsEach;
            }
        };
    }

    /** The radius in metres around {@link #CENTRE} that holds exactly the jewellers. */
    double radiusMetres() {
        double inside = CENTRE.distanceMetres(position(jewellers - 1));
        double outside = CENTRE.distanceMetres(position(jewellers));
        return (inside + outside) / 2;
    }

    /** Who must not be reached: as many of other trades in the same place as of the same trade elsewhere. */
    private int others() {
        return 20 + jewellers / 20;
    }

    private String row(int place) {
        if (place < jewellers) {
            GeoPoint at = position(place);
            DemoPlace commune = commune(at, place);
            return row("J" + place, "Bijouterie " + name(place), "JEWELLER", commune, at, number(place));
        }
        int other = place - jewellers;
        int i = other / 2;
        if (other % 2 == 0) {
            GeoPoint at = position(i * 3 % Math.max(1, jewellers));
            DemoPlace commune = commune(at, i);
            return row("T" + i, "Tabac " + name(i), "TOBACCONIST", commune, at, otherNumber(other));
        }
        DemoPlace town = elsewhere.get(i % elsewhere.size());
        return row("E" + i, "Joaillerie " + name(i), "JEWELLER", town, town.centre(), otherNumber(other));
    }

    private static String row(
            String reference, String name, String trade, DemoPlace commune, GeoPoint at, String number) {
        return String.join(
                ";",
                "DEMO-" + reference,
                name,
                trade,
                commune.communeCode(),
                "place " + commune.name(),
                String.format(Locale.ROOT, "%.7f", at.latitude()),
                String.format(Locale.ROOT, "%.7f", at.longitude()),
                number,
                CONSENT);
    }

    private static String name(int i) {
        return NAMES.get(i % NAMES.size()) + " " + (i + 1);
    }

    private DemoPlace commune(GeoPoint at, int i) {
        return benchmark ? cantal.get(i % cantal.size()) : nearest(cantal, at);
    }

    private String number(int i) {
        if (benchmark) {
            return FictionNumbers.benchmark(i / ORDINARY * 1_000 + i % ORDINARY).e164();
        }
        if (i >= DISTINCT) {
            return FictionNumbers.benchmark(i).e164();
        }
        PhoneNumber number =
                i % 4 == 3 ? FictionNumbers.fixed(fixed[i / 4]) : FictionNumbers.mobile(mobiles[i - (i + 1) / 4]);
        return number.e164();
    }

    private static String otherNumber(int i) {
        return FictionNumbers.fixed(20_000 + i % 30_000).e164();
    }

    /**
     * Area grows evenly with the number, so the distance grows with its root. The Earth is no ball: by degrees alone the
     * distance would be wrong by up to 0.3 %, which is more than there is between neighbours.
     */
    private GeoPoint position(int i) {
        double outermost = benchmark ? OUTERMOST_METRES_OF_A_BENCHMARK : OUTERMOST_METRES;
        double metres = outermost * Math.sqrt((i + 1) / (double) DISTINCT);
        double angle = i * GOLDEN_ANGLE;
        double corrected = metres;
        for (int step = 0; step < 2; step++) {
            corrected *= metres / CENTRE.distanceMetres(toward(angle, corrected));
        }
        return toward(angle, corrected);
    }

    private static GeoPoint toward(double angle, double metres) {
        double latitude = CENTRE.latitude() + metres * Math.cos(angle) / METRES_PER_DEGREE;
        double longitude = CENTRE.longitude()
                + metres * Math.sin(angle) / (METRES_PER_DEGREE * Math.cos(Math.toRadians(CENTRE.latitude())));
        return new GeoPoint(rounded(latitude), rounded(longitude));
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }

    private static DemoPlace nearest(List<DemoPlace> places, GeoPoint at) {
        return places.stream()
                .min(Comparator.comparingDouble(place -> place.centre().distanceMetres(at)))
                .orElseThrow();
    }

    private static int[] endings(Set<Integer> avoided) {
        return IntStream.range(0, DISTINCT)
                .map(i -> i * STRIDE % DISTINCT)
                .filter(ending -> !avoided.contains(ending % 1_000))
                .toArray();
    }
}
