package fr.vigie.ingest.progress;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Brings the one progress row of an alert up to date, and notes when all of its deliveries are final. */
@ApplicationScoped
class ProgressUpdate {
    /** Whether all is final is decided in {@link #SETTLE}, when the new sums are there. */
    private static final String ADD = """
            UPDATE alert_progress SET version = version + 1, seen = seen + $2, finals = finals + $3,
                fallbacks = fallbacks + $4, handed_over_sms = handed_over_sms + $5,
                handed_over_voice = handed_over_voice + $6, first_hand_off_at = least(first_hand_off_at, $7),
                last_hand_off_at = greatest(last_hand_off_at, $8), last_event_at = greatest(last_event_at, $9)
            WHERE alert_id = $1""";

    /** A fallback or a late chunk may make an alert unfinished again; a late receipt changes nothing here. */
    private static final String SETTLE = """
            UPDATE alert_progress SET all_final_at = CASE WHEN finals >= total_sms + total_voice + fallbacks
                THEN coalesce(all_final_at, greatest(last_event_at, resolved_at)) END
            WHERE alert_id = $1 AND total_sms IS NOT NULL
                AND (all_final_at IS NULL) = (finals >= total_sms + total_voice + fallbacks)""";

    /** Adds rows of (alert_id, seen, finals, fallbacks, sms, voice, first, last, at), in the order given. */
    Uni<Void> apply(SqlConnection connection, RowSet<Row> deltas) {
        List<Tuple> sums = new ArrayList<>();
        List<Tuple> alerts = new ArrayList<>();
        for (Row row : deltas) {
            Tuple sum = Tuple.tuple();
            for (int column = 0; column < row.size(); column++) {
                sum.addValue(row.getValue(column));
            }
            sums.add(sum);
            alerts.add(Tuple.of(row.getUUID("alert_id")));
        }
        if (sums.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(ADD)
                .executeBatch(sums)
                .chain(() -> connection.preparedQuery(SETTLE).executeBatch(alerts))
                .replaceWithVoid();
    }

    /** Looks at these alerts anew, after something but delivery events has changed. */
    Uni<Void> settle(SqlConnection connection, List<Tuple> alerts) {
        return connection.preparedQuery(SETTLE).executeBatch(alerts).replaceWithVoid();
    }
}
