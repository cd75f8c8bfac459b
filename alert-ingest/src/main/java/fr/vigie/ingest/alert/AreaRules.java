package fr.vigie.ingest.alert;

import fr.vigie.reference.Territories;
import fr.vigie.reference.geo.Circle;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.reference.geo.InvalidGeometryException;
import fr.vigie.reference.geo.Polygon;
import fr.vigie.service.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What an area must be: shape by shape, every fault with its field. */
final class AreaRules {
    private static final int MOST_CODES = 2_000;

    private final Territories territories;

    AreaRules(Territories territories) {
        this.territories = territories;
    }

    void check(Violations violations, AreaRequest area) {
        if (!violations.require("area", area) || !violations.require("area.type", area.type())) {
            return;
        }
        refuseStrangers(violations, area);
        switch (area.type()) {
            case CIRCLE -> checkCircle(violations, area);
            case POLYGON -> checkPolygon(violations, area.geometry());
            case COMMUNES ->
                checkCodes(
                        violations,
                        area.codes(),
                        "commune",
                        code -> territories.currentCode(code).isPresent());
            case DEPARTEMENTS ->
                checkCodes(
                        violations,
                        area.codes(),
                        "département",
                        code -> territories.departement(code).isPresent());
            case PRESET -> {
                if (violations.require("area.code", area.code())) {
                    violations.check(
                            territories.preset(area.code()).isPresent(),
                            "area.code",
                            "known preset",
                            "is not the code of a preset area");
                }
            }
        }
    }

    /** A field of another type would be ignored, and its sender believe that it counts. */
    private static void refuseStrangers(Violations violations, AreaRequest area) {
        AreaRequest.Type type = area.type();
        boolean lists = type == AreaRequest.Type.COMMUNES || type == AreaRequest.Type.DEPARTEMENTS;
        refuse(violations, "area.center", area.center(), type == AreaRequest.Type.CIRCLE, type);
        refuse(violations, "area.radiusMeters", area.radiusMeters(), type == AreaRequest.Type.CIRCLE, type);
        refuse(violations, "area.geometry", area.geometry(), type == AreaRequest.Type.POLYGON, type);
        refuse(violations, "area.codes", area.codes(), lists, type);
        refuse(violations, "area.code", area.code(), type == AreaRequest.Type.PRESET, type);
    }

    private static void refuse(
            Violations violations, String field, Object value, boolean belongs, AreaRequest.Type type) {
        violations.check(
                value == null || belongs, field, "not with " + type, "does not belong to an area of type " + type);
    }

    private static void checkCircle(Violations violations, AreaRequest area) {
        GeoPoint centre = null;
        if (violations.require("area.center", area.center())) {
            boolean lat = violations.require("area.center.lat", area.center().lat());
            boolean lon = violations.require("area.center.lon", area.center().lon());
            if (lat && lon) {
                centre = point(violations, area.center());
            }
        }
        if (violations.require("area.radiusMeters", area.radiusMeters())) {
            try {
                new Circle(centre == null ? new GeoPoint(0, 0) : centre, area.radiusMeters());
            } catch (InvalidGeometryException e) {
                fault(violations, "area.radiusMeters", e);
            }
        }
    }

    private static GeoPoint point(Violations violations, AreaRequest.Center center) {
        try {
            return new GeoPoint(center.lat(), center.lon());
        } catch (InvalidGeometryException e) {
            boolean latitude = e.reason() == InvalidGeometryException.Reason.LATITUDE_OUT_OF_RANGE;
            fault(violations, latitude ? "area.center.lat" : "area.center.lon", e);
            return null;
        }
    }

    private static void checkPolygon(Violations violations, AreaRequest.Geometry geometry) {
        if (!violations.require("area.geometry", geometry)) {
            return;
        }
        violations.check(
                "Polygon".equals(geometry.type()),
                "area.geometry.type",
                "Polygon",
                "must be Polygon, the only GeoJSON geometry taken here");
        String field = "area.geometry.coordinates";
        List<List<List<Double>>> rings = geometry.coordinates();
        if (!violations.require(field, rings)) {
            return;
        }
        boolean oneRing = rings.size() == 1 && rings.get(0) != null;
        if (!violations.check(oneRing, field, "one ring", "must hold exactly one ring; holes are not supported")) {
            return;
        }
        List<GeoPoint> ring = ring(violations, field + "[0]", rings.get(0));
        if (ring == null) {
            return;
        }
        try {
            new Polygon(ring);
        } catch (InvalidGeometryException e) {
            fault(violations, field, e);
        }
    }

    /** The points, or null where one of them is none. */
    private static List<GeoPoint> ring(Violations violations, String field, List<List<Double>> positions) {
        List<GeoPoint> ring = new ArrayList<>(positions.size());
        for (int i = 0; i < positions.size(); i++) {
            List<Double> position = positions.get(i);
            String place = field + "[" + i + "]";
            if (position == null || position.size() != 2 || position.contains(null)) {
                violations.add(place, "[lon, lat]", "must be a longitude and a latitude");
                return null;
            }
            try {
                ring.add(new GeoPoint(position.get(1), position.get(0)));
            } catch (InvalidGeometryException e) {
                fault(violations, place, e);
                return null;
            }
        }
        return ring;
    }

    private static void fault(Violations violations, String field, InvalidGeometryException e) {
        violations.add(field, e.reason().code(), e.reason().english());
    }

    private static void checkCodes(Violations violations, List<String> codes, String what, Predicate<String> known) {
        if (codes == null || codes.isEmpty()) {
            violations.missing("area.codes");
            return;
        }
        if (!violations.check(
                codes.size() <= MOST_CODES, "area.codes", "max " + MOST_CODES, "has more than " + MOST_CODES)) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            String code = codes.get(i);
            String field = "area.codes[" + i + "]";
            violations.check(code != null && known.test(code), field, "known " + what, "is not the code of a " + what);
            violations.check(seen.add(code), field, "no doubles", "stands here twice");
        }
    }
}
