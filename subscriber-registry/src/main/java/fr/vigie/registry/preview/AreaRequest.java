package fr.vigie.registry.preview;

import fr.vigie.events.Area;
import fr.vigie.reference.Territories;
import fr.vigie.reference.geo.Circle;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.reference.geo.InvalidGeometryException;
import fr.vigie.reference.geo.Polygon;
import fr.vigie.service.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where, in the same form as alert-ingest takes it. CIRCLE has center and radiusMeters, POLYGON has geometry, COMMUNES
 * and DEPARTEMENTS have codes, PRESET has code.
 *
 * @param type what kind of area
 * @param center centre of a circle
 * @param radiusMeters radius of a circle, above 0 and at most 200,000
 * @param geometry a GeoJSON polygon of one ring
 * @param codes INSEE codes of communes or départements
 * @param code code of a preset area
 */
@Schema(
        name = "Area",
        example = "{\"type\":\"CIRCLE\",\"center\":{\"lat\":44.9285,\"lon\":2.4435},\"radiusMeters\":3000}")
public record AreaRequest(
        Type type, Center center, Double radiusMeters, Geometry geometry, List<String> codes, String code) {
    private static final int MOST_CODES = 2_000;

    /** The kinds of area. */
    public enum Type {
        CIRCLE,
        POLYGON,
        COMMUNES,
        DEPARTEMENTS,
        PRESET
    }

    /** A position in WGS 84 degrees. */
    public record Center(Double lat, Double lon) {}

    /** RFC 7946 section 3.1.6: one closed ring of positions, each longitude then latitude. */
    public record Geometry(String type, List<List<List<Double>>> coordinates) {}

    /**
     * A checked area.
     *
     * @param area the area
     * @param listed départements that it names; empty for a circle or polygon
     */
    record Checked(Area area, Set<String> listed) {}

    /** The area, or null where a fault was noted. */
    Checked check(Violations violations) {
        if (!violations.require("area.type", type)) {
            return null;
        }
        boolean lists = type == Type.COMMUNES || type == Type.DEPARTEMENTS;
        belongs(violations, "center", center, type == Type.CIRCLE);
        belongs(violations, "radiusMeters", radiusMeters, type == Type.CIRCLE);
        belongs(violations, "geometry", geometry, type == Type.POLYGON);
        belongs(violations, "codes", codes, lists);
        belongs(violations, "code", code, type == Type.PRESET);
        return switch (type) {
            case CIRCLE -> circle(violations);
            case POLYGON -> polygon(violations);
            case COMMUNES -> communes(violations);
            case DEPARTEMENTS -> departements(violations);
            case PRESET -> preset(violations);
        };
    }

    private void belongs(Violations violations, String field, Object value, boolean here) {
        violations.check(
                here || value == null,
                "area." + field,
                "not with " + type,
                "does not belong to an area of type " + type);
    }

    private Checked circle(Violations violations) {
        boolean complete =
                violations.require("area.center", center) & violations.require("area.radiusMeters", radiusMeters);
        if (!complete
                || !(violations.require("area.center.lat", center.lat())
                        & violations.require("area.center.lon", center.lon()))) {
            return null;
        }
        try {
            new Circle(new GeoPoint(center.lat(), center.lon()), radiusMeters);
            return new Checked(new Area.Circle(center.lat(), center.lon(), radiusMeters), Set.of());
        } catch (InvalidGeometryException e) {
            String field = switch (e.reason()) {
                case LATITUDE_OUT_OF_RANGE -> "area.center.lat";
                case LONGITUDE_OUT_OF_RANGE -> "area.center.lon";
                default -> "area.radiusMeters";
            };
            violations.add(field, e.reason().code(), e.reason().english());
            return null;
        }
    }

    private Checked polygon(Violations violations) {
        if (!violations.require("area.geometry", geometry)
                || !violations.require("area.geometry.coordinates", geometry.coordinates())) {
            return null;
        }
        boolean form =
                violations.check("Polygon".equals(geometry.type()), "area.geometry.type", "Polygon", "must be Polygon")
                        & violations.check(
                                geometry.coordinates().size() == 1
                                        && geometry.coordinates().get(0) != null,
                                "area.geometry.coordinates",
                                "one ring",
                                "must hold exactly one ring; holes are not supported");
        if (!form) {
            return null;
        }
        List<List<Double>> ring = geometry.coordinates().get(0);
        List<GeoPoint> points = new ArrayList<>(ring.size());
        try {
            for (List<Double> position : ring) {
                if (position == null
                        || position.size() != 2
                        || position.stream().anyMatch(java.util.Objects::isNull)) {
                    violations.add(
                            "area.geometry.coordinates", "[lon, lat]", "must hold a longitude and a latitude each");
                    return null;
                }
                points.add(new GeoPoint(position.get(1), position.get(0)));
            }
            new Polygon(points);
            return new Checked(new Area.Polygon(ring), Set.of());
        } catch (InvalidGeometryException e) {
            violations.add(
                    "area.geometry.coordinates", e.reason().code(), e.reason().english());
            return null;
        }
    }

    private boolean codesGiven(Violations violations) {
        if (codes == null || codes.isEmpty()) {
            violations.missing("area.codes");
            return false;
        }
        return violations.check(
                codes.size() <= MOST_CODES, "area.codes", "max " + MOST_CODES, "has more than " + MOST_CODES);
    }

    private Checked communes(Violations violations) {
        if (!codesGiven(violations)) {
            return null;
        }
        Territories territories = Territories.load();
        Set<String> current = new TreeSet<>();
        Set<String> listed = new TreeSet<>();
        for (int i = 0; i < codes.size(); i++) {
            String known = territories.currentCode(codes.get(i)).orElse(null);
            if (violations.check(
                    known != null, "area.codes[" + i + "]", "known commune", "is not the code of a commune")) {
                current.addAll(territories.codesWithin(known));
                listed.add(territories.commune(known).orElseThrow().departement());
            }
        }
        return new Checked(new Area.Communes(List.copyOf(current)), listed);
    }

    private Checked departements(Violations violations) {
        if (!codesGiven(violations)) {
            return null;
        }
        Set<String> listed = new TreeSet<>();
        for (int i = 0; i < codes.size(); i++) {
            String each = codes.get(i);
            if (violations.check(
                    Territories.load().departement(each).isPresent(),
                    "area.codes[" + i + "]",
                    "known département",
                    "is not the code of a département")) {
                listed.add(each);
            }
        }
        return new Checked(new Area.Departements(List.copyOf(listed)), listed);
    }

    private Checked preset(Violations violations) {
        if (!violations.require("area.code", code)) {
            return null;
        }
        Set<String> listed = Territories.load()
                .preset(code)
                .map(found -> found.departements())
                .orElse(Set.of());
        violations.check(!listed.isEmpty(), "area.code", "known preset", "is not the code of a preset area");
        return new Checked(new Area.Departements(List.copyOf(listed)), listed);
    }
}
