package fr.vigie.ingest.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.events.AlertKind;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.MessageType;
import fr.vigie.events.Urgency;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.ingest.progress.Progress;
import fr.vigie.ingest.progress.ProgressRows;
import fr.vigie.service.Place;
import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads alerts for officers. */
@ApplicationScoped
class AlertQueries {
    private static final String SELECT =
            "SELECT a.*, " + ProgressRows.COLUMNS + " FROM alert a JOIN alert_progress p ON p.alert_id = a.id WHERE ";
    private static final String ONE = SELECT + "a.id = $1 AND " + Visibility.condition(2);
    private static final String PAGE = SELECT + Visibility.condition(1)
            + " AND (a.sent, a.id) < ($4, $5) ORDER BY a.sent DESC, a.id DESC LIMIT $6";

    private final Pool pool;
    private final ProgressRows progress;
    private final ObjectMapper json;

    AlertQueries(Pool pool, ProgressRows progress, ObjectMapper json) {
        this.pool = pool;
        this.progress = progress;
        this.json = json;
    }

    /** One alert; fails with NOT_FOUND where the caller may see no such alert. */
    Uni<AlertView> find(UUID id, Visibility visibility) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(id, visibility.national(), visibility.subject(), visibility.codes()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw ProblemException.notFound("alert");
                    }
                    return view(rows.iterator().next());
                });
    }

    /** A page of the alerts that the caller may see, newest first. */
    Uni<AlertView.Page> page(Place after, int limit, Visibility visibility) {
        Tuple values = Tuple.of(
                visibility.national(),
                visibility.subject(),
                visibility.codes(),
                after.at().atOffset(ZoneOffset.UTC),
                after.id(),
                limit + 1);
        return pool.preparedQuery(PAGE).execute(values).map(rows -> page(rows, limit));
    }

    private AlertView.Page page(RowSet<Row> rows, int limit) {
        List<AlertView.Summary> items = new ArrayList<>(rows.size());
        rows.forEach(row -> items.add(summary(row)));
        if (items.size() <= limit) {
            return new AlertView.Page(items, null);
        }
        AlertView.Summary last = items.get(limit - 1);
        return new AlertView.Page(items.subList(0, limit), new Place(last.sent(), last.id()).text());
    }

    private AlertView.Summary summary(Row row) {
        Progress soFar = progress.progress(row);
        return new AlertView.Summary(
                row.getUUID("id"),
                row.getString("reference"),
                MessageType.valueOf(row.getString("message_type")),
                AlertKind.valueOf(row.getString("kind")),
                Urgency.valueOf(row.getString("urgency")),
                List.of(row.getArrayOfStrings("trades")),
                List.of(row.getArrayOfStrings("departements")),
                channels(row),
                instant(row, "sent"),
                instant(row, "expires"),
                row.getString("issued_by"),
                soFar.phase(),
                soFar.expected(),
                soFar.finals());
    }

    private AlertView view(Row row) {
        return new AlertView(
                row.getUUID("id"),
                row.getString("reference"),
                row.getUUID("report_id"),
                AlertStatus.valueOf(row.getString("status")),
                MessageType.valueOf(row.getString("message_type")),
                AlertKind.valueOf(row.getString("kind")),
                Urgency.valueOf(row.getString("urgency")),
                List.of(row.getArrayOfStrings("trades")),
                area(row),
                List.of(row.getArrayOfStrings("departements")),
                channels(row),
                new NewAlert.Texts(row.getString("sms_text"), row.getString("voice_text")),
                row.getString("authority"),
                row.getString("modus_operandi"),
                row.getString("validation_basis"),
                row.getString("authorisation_reference"),
                List.of(row.getArrayOfUUIDs("refers_to")),
                instant(row, "sent"),
                instant(row, "expires"),
                row.getString("issued_by"),
                instant(row, "cancelled_at"),
                row.getString("cancelled_by"),
                row.getString("cancel_reason"),
                row.getUUID("superseded_by"),
                progress.progress(row));
    }

    private AreaRequest area(Row row) {
        try {
            return json.readValue(row.getValue("area").toString(), AreaRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored area cannot be read", e);
        }
    }

    private static List<Channel> channels(Row row) {
        return Stream.of(row.getArrayOfStrings("channels"))
                .map(Channel::valueOf)
                .toList();
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
