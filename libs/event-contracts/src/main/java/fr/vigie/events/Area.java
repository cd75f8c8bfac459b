package fr.vigie.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The target area (zone) of an alert. Coordinates are WGS 84 degrees. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Area.Circle.class, name = "CIRCLE"),
    @JsonSubTypes.Type(value = Area.Polygon.class, name = "POLYGON"),
    @JsonSubTypes.Type(value = Area.Communes.class, name = "COMMUNES"),
    @JsonSubTypes.Type(value = Area.Departements.class, name = "DEPARTEMENTS")
})
public sealed interface Area {

    /** All points whose geodesic distance to the centre is at most the radius in metres. */
    record Circle(double lat, double lon, double radiusMeters) implements Area {}

    /** The inside of one closed ring of positions, each {@code [lon, lat]} as in GeoJSON (RFC 7946 section 3.1.1). */
    record Polygon(List<List<Double>> ring) implements Area {
        public Polygon {
            ring = ring.stream().map(List::copyOf).toList();
        }
    }

    /** Communes by INSEE code; a municipal arrondissement counts as a commune. */
    record Communes(List<String> codes) implements Area {
        public Communes {
            codes = List.copyOf(codes);
        }
    }

    /** Départements by INSEE code. */
    record Departements(List<String> codes) implements Area {
        public Departements {
            codes = List.copyOf(codes);
        }
    }
}
