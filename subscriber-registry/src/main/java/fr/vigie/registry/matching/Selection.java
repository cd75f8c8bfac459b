package fr.vigie.registry.matching;

import fr.vigie.events.Area;
import fr.vigie.reference.Territories;
import fr.vigie.reference.geo.BoundingBox;
import fr.vigie.reference.geo.Circle;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.reference.geo.Polygon;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Area and trades as a query on {@code subscriber_trade}, and the exact test of its rows. The query finds a little too
 * much (a box for a circle); a row counts only where {@link #judge} says so.
 */
public final class Selection {
    /** Before the first merchant. */
    public static final UUID START = new UUID(0, 0);

    private static final String BOX = "t.place <@ box(point($%d, $%d), point($%d, $%d))";

    private final String condition;
    private final List<Object> parameters;
    private final Perimeter perimeter;
    private final String[] trades;

    private Selection(Collection<String> trades, String condition, List<Object> parameters, Perimeter perimeter) {
        this.trades = trades.toArray(String[]::new);
        this.condition = condition;
        this.parameters = parameters;
        this.perimeter = perimeter;
    }

    /**
     * Makes the query.
     *
     * @throws IllegalArgumentException for a geometry that is none
     */
    public static Selection of(Area area, Collection<String> trades) {
        if (area instanceof Area.Circle circle) {
            GeoPoint centre = new GeoPoint(circle.lat(), circle.lon());
            return within(trades, Perimeter.of(new Circle(centre, circle.radiusMeters())));
        }
        if (area instanceof Area.Polygon polygon) {
            List<GeoPoint> ring = polygon.ring().stream()
                    .map(position -> new GeoPoint(position.get(1), position.get(0)))
                    .toList();
            return within(trades, Perimeter.of(new Polygon(ring)));
        }
        if (area instanceof Area.Communes communes) {
            Territories territories = Territories.load();
            String[] codes = communes.codes().stream()
                    .flatMap(code -> territories.codesWithin(code).stream())
                    .distinct()
                    .toArray(String[]::new);
            return new Selection(trades, "t.commune = ANY($3)", List.of((Object) codes), null);
        }
        String[] codes = ((Area.Departements) area).codes().toArray(String[]::new);
        return new Selection(trades, "t.departement = ANY($3)", List.of((Object) codes), null);
    }

    private static Selection within(Collection<String> trades, Perimeter perimeter) {
        String wide = box(3);
        String condition = perimeter.small() ? wide + " AND (t.vague OR " + box(7) + ")" : wide;
        List<Object> parameters = perimeter.small()
                ? concat(corners(perimeter.wideBox()), corners(perimeter.box()))
                : corners(perimeter.box());
        return new Selection(trades, condition, parameters, perimeter);
    }

    private static String box(int first) {
        return BOX.formatted(first, first + 1, first + 2, first + 3);
    }

    private static List<Object> corners(BoundingBox box) {
        return List.of(box.west(), box.south(), box.east(), box.north());
    }

    private static List<Object> concat(List<Object> first, List<Object> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The condition on {@code subscriber_trade t}; for {@link #parameters(UUID)}. */
    public String condition() {
        return "t.trade = ANY($1) AND t.subscriber_id > $2 AND " + condition;
    }

    /** The rows after a merchant, one per merchant and trade, in the order of merchants. */
    public String query() {
        return "SELECT t.subscriber_id, t.departement, t.vague, t.place[0] AS lon, t.place[1] AS lat"
                + " FROM subscriber_trade t WHERE " + condition() + " ORDER BY t.subscriber_id";
    }

    /** What {@link #condition} refers to. */
    public Tuple parameters(UUID after) {
        Tuple tuple = Tuple.tuple().addArrayOfString(trades).addUUID(after);
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return tuple;
    }

    /** The exact test of a row with {@code vague}, {@code lon} and {@code lat}. */
    public Verdict judge(Row row) {
        return perimeter == null
                ? Verdict.INSIDE
                : perimeter.judge(new GeoPoint(row.getDouble("lat"), row.getDouble("lon")), row.getBoolean("vague"));
    }
}
