package fr.vigie.ingest.progress;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.ingest.access.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** Reads progress; one statement per snapshot, so that its numbers fit together. */
@ApplicationScoped
public class ProgressRows {
    /** Columns for {@link #progress}; the query names the alert {@code a} and its progress {@code p}. */
    public static final String COLUMNS = """
            p.*, a.expires, a.cancelled_at, (SELECT jsonb_object_agg(c.channel || ' ' || c.state, c.n)
                FROM delivery_counter c WHERE c.alert_id = p.alert_id AND c.n <> 0) AS counters""";

    private static final String ONE = "SELECT " + COLUMNS
            + " FROM alert a JOIN alert_progress p ON p.alert_id = a.id WHERE a.id = $1 AND " + Visibility.condition(2);

    private final Pool pool;
    private final Clock clock;

    ProgressRows(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** The progress of one alert and when that expires; null where there is none that the caller may see. */
    Uni<Followed> find(UUID alertId, Visibility visibility) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(alertId, visibility.national(), visibility.subject(), visibility.codes()))
                .map(rows -> rows.size() == 0 ? null : followed(rows.iterator().next()));
    }

    /** An alert's progress, and when it expires. */
    record Followed(Progress progress, Instant expires) {}

    private Followed followed(Row row) {
        return new Followed(progress(row), instant(row, "expires"));
    }

    /** Reads {@link #COLUMNS}. */
    public Progress progress(Row row) {
        Integer totalSms = row.getInteger("total_sms");
        boolean complete = totalSms != null;
        int sms = complete ? totalSms : row.getInteger("resolved_sms");
        int voice = complete ? row.getInteger("total_voice") : row.getInteger("resolved_voice");
        int chunks = complete ? row.getInteger("total_chunks") : row.getInteger("chunks");
        int fallbacks = row.getInteger("fallbacks");
        int seen = row.getInteger("seen");
        // Events of a chunk's deliveries may be here before the news of the chunk.
        int expected = Math.max(sms + voice + fallbacks, seen);
        return new Progress(
                row.getLong("version"),
                phase(row, clock.instant()),
                new Progress.Resolved(chunks, sms, voice, complete, instant(row, "resolved_at")),
                complete ? leftOut(row) : null,
                counters(row),
                handedOver(row),
                expected,
                expected - seen,
                row.getInteger("finals"),
                fallbacks,
                instant(row, "first_hand_off_at"),
                instant(row, "last_hand_off_at"),
                instant(row, "all_final_at"));
    }

    private static Progress.Phase phase(Row row, Instant now) {
        return Progress.phase(
                row.getOffsetDateTime("all_final_at") != null,
                row.getOffsetDateTime("cancelled_at") != null,
                !now.isBefore(row.getOffsetDateTime("expires").toInstant()),
                row.getInteger("total_sms") != null);
    }

    private static Progress.LeftOut leftOut(Row row) {
        return new Progress.LeftOut(
                row.getInteger("outside_territory"),
                row.getInteger("no_usable_number"),
                row.getInteger("position_too_vague"),
                row.getInteger("too_late"));
    }

    /** Reads the columns handed_over_sms and handed_over_voice. */
    public static Map<Channel, Integer> handedOver(Row row) {
        Map<Channel, Integer> handedOver = new EnumMap<>(Channel.class);
        handedOver.put(Channel.SMS, row.getInteger("handed_over_sms"));
        handedOver.put(Channel.VOICE, row.getInteger("handed_over_voice"));
        return handedOver;
    }

    private static Map<Channel, Map<DeliveryState, Integer>> counters(Row row) {
        Map<Channel, Map<DeliveryState, Integer>> counters = new EnumMap<>(Channel.class);
        JsonObject stored = (JsonObject) row.getValue("counters");
        if (stored != null) {
            stored.forEach(entry -> {
                String[] names = entry.getKey().split(" ");
                counters.computeIfAbsent(Channel.valueOf(names[0]), channel -> new EnumMap<>(DeliveryState.class))
                        .put(DeliveryState.valueOf(names[1]), ((Number) entry.getValue()).intValue());
            });
        }
        return counters;
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
