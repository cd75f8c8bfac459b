package fr.vigie.ingest.alert;

import fr.vigie.events.AlertKind;
import fr.vigie.ingest.access.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** What officers and merchants call an alert: {@code A15-0412}, {@code R35-0133}, nationally {@code AFR-0007}. */
final class AlertReference {
    private static final String NEXT =
            "INSERT INTO reference_counter (place, n) VALUES ($1, 1) ON CONFLICT (place) DO UPDATE SET n ="
                    + " reference_counter.n + 1 RETURNING n";

    private AlertReference() {}

    /** Takes the next number of the place; alerts of one place wait here for each other until they are committed. */
    static Uni<String> next(SqlConnection connection, AlertKind kind, TargetArea area, Visibility issuer) {
        String place = place(area, issuer);
        char letter = kind == AlertKind.ARMED_ROBBERY ? 'R' : 'A';
        return connection
                .preparedQuery(NEXT)
                .execute(Tuple.of(place))
                .map(rows -> "%c%s-%04d"
                        .formatted(letter, place, rows.iterator().next().getInteger(0)));
    }

    /** The département where it is one; else the issuer's (the first by code); the national delegation's is FR. */
    private static String place(TargetArea area, Visibility issuer) {
        List<String> concerned = area.concerns(issuer);
        if (concerned.size() == 1 && !concerned.get(0).equals(Visibility.EVERYWHERE)) {
            return concerned.get(0);
        }
        return issuer.national() ? "FR" : issuer.departements().get(0);
    }
}
