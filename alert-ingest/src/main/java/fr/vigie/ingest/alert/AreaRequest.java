package fr.vigie.ingest.alert;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where, as the officer asks for it. Which fields belong depends on the type: CIRCLE has center and radiusMeters, POLYGON
 * has geometry, COMMUNES and DEPARTEMENTS have codes, PRESET has code.
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
    /** The kinds of area. */
    public enum Type {
        CIRCLE,
        POLYGON,
        COMMUNES,
        DEPARTEMENTS,
        PRESET
    }

    /**
     * A position.
     *
     * @param lat degrees north, WGS 84
     * @param lon degrees east, WGS 84
     */
    public record Center(Double lat, Double lon) {}

    /**
     * RFC 7946 section 3.1.6.
     *
     * @param type {@code Polygon}
     * @param coordinates one closed ring of positions, each longitude then latitude
     */
    public record Geometry(String type, List<List<List<Double>>> coordinates) {}
}
