package fr.vigie.ingest.progress;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads deliveries page by page. */
@ApplicationScoped
class DeliveryRows {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String EXISTS = "SELECT 1 FROM alert a WHERE a.id = $1 AND " + Visibility.condition(2);
    private static final String PAGE = """
            SELECT id, recipient_id, channel, state, attempt, reason, at, last_handed_over_at, carrier,
                possible_duplicate, fallback, fallback_of, due_at
            FROM delivery WHERE alert_id = $1 AND id > $2 AND ($3::text IS NULL OR state = $3)
                AND ($4::text IS NULL OR channel = $4)
            ORDER BY id LIMIT $5""";

    private final Pool pool;

    DeliveryRows(Pool pool) {
        this.pool = pool;
    }

    /** A page of an alert's deliveries; fails with NOT_FOUND where the caller may see no such alert. */
    Uni<DeliveryPage> page(
            UUID alertId, DeliveryState state, Channel channel, String cursor, int limit, Visibility visibility) {
        UUID after = after(cursor);
        Tuple filter = Tuple.of(
                alertId,
                after,
                state == null ? null : state.name(),
                channel == null ? null : channel.name(),
                limit + 1);
        return pool.preparedQuery(EXISTS)
                .execute(Tuple.of(alertId, visibility.national(), visibility.subject(), visibility.codes()))
                .invoke(found -> {
                    if (found.size() == 0) {
                        throw ProblemException.notFound("alert");
                    }
                })
                .chain(() -> pool.preparedQuery(PAGE).execute(filter))
                .map(rows -> page(rows, limit));
    }

    private static DeliveryPage page(RowSet<Row> rows, int limit) {
        List<DeliveryPage.Item> items = new ArrayList<>(rows.size());
        rows.forEach(row -> items.add(DeliveryPage.Item.of(row)));
        boolean more = items.size() > limit;
        List<DeliveryPage.Item> shown = more ? items.subList(0, limit) : items;
        return new DeliveryPage(shown, more ? shown.get(limit - 1).deliveryId().toString() : null);
    }

    private static UUID after(String cursor) {
        try {
            return cursor == null ? BEFORE_ALL : UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", "cursor of an earlier answer", "is not a cursor of this list");
        }
    }
}
