package fr.vigie.reference;

import fr.vigie.reference.geo.GeoPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Some well-known communes with their approximate centres, for demonstration data only: the national data has no
 * coordinates, and a commune's centre must never decide a real perimeter.
 */
public final class DemoPlaces {

    /**
     * A commune and about where its centre is.
     *
     * @param communeCode INSEE code, known to {@link Territories}
     * @param name official name
     * @param centre to about 500 m
     */
    public record DemoPlace(String communeCode, String name, GeoPoint centre) {}

    private DemoPlaces() {}

    /** All places, grouped by département. */
    public static List<DemoPlace> all() {
        List<DemoPlace> places = new ArrayList<>();
        Resources.rows(
                "demo-centres.tsv",
                row -> places.add(new DemoPlace(
                        row[0], row[1], new GeoPoint(Double.parseDouble(row[2]), Double.parseDouble(row[3])))));
        return List.copyOf(places);
    }

    /** The places of one département; empty where there are none. */
    public static List<DemoPlace> of(String departement) {
        return all().stream()
                .filter(place ->
                        Territories.departementCodeOf(place.communeCode()).equals(departement))
                .toList();
    }
}
