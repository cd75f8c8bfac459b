package fr.vigie.dispatch.delivery;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.outbox.Outbox;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What can be done within a transaction, one after the other, on the thread that does the work. */
public final class Statements {
    private final SqlConnection connection;
    private final Outbox outbox;
    private final Duration limit;
    private boolean published;
    private int flagged;

    Statements(SqlConnection connection, Outbox outbox, Duration limit) {
        this.connection = connection;
        this.outbox = outbox;
        this.limit = limit;
    }

    /** Runs one statement. Parameters are values or arrays as {@link #column} makes them. */
    public RowSet<Row> run(String sql, Object... parameters) {
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return connection.preparedQuery(sql).execute(tuple).await().atMost(limit);
    }

    /** Stores events, to be published after the commit. */
    public void publish(List<OutgoingEvent> events) {
        published |= !events.isEmpty();
        outbox.append(connection, events).await().atMost(limit);
    }

    boolean published() {
        return published;
    }

    /** Notes that so many deliveries were flagged as possible duplicates that were not before. */
    void flagged(int more) {
        flagged += more;
    }

    int flagged() {
        return flagged;
    }

    /** A column of text, one per row, for {@code unnest}. */
    public static <T> String[] texts(List<T> rows, Function<T, ?> value) {
        return rows.stream()
                .map(value)
                .map(each -> each == null ? null : each.toString())
                .toArray(String[]::new);
    }

    /** A column of ids. */
    public static <T> UUID[] ids(List<T> rows, Function<T, UUID> value) {
        return rows.stream().map(value).toArray(UUID[]::new);
    }

    /** A column of whole numbers. */
    public static <T> Integer[] integers(List<T> rows, Function<T, Integer> value) {
        return rows.stream().map(value).toArray(Integer[]::new);
    }

    /** A column of whole numbers. */
    public static <T> Long[] longs(List<T> rows, Function<T, Long> value) {
        return rows.stream().map(value).toArray(Long[]::new);
    }

    /** A column of yes and no. */
    public static <T> Boolean[] flags(List<T> rows, Function<T, Boolean> value) {
        return rows.stream().map(value).toArray(Boolean[]::new);
    }

    /** A column of times. */
    public static <T> OffsetDateTime[] times(List<T> rows, Function<T, Instant> value) {
        return rows.stream().map(value).map(Statements::time).toArray(OffsetDateTime[]::new);
    }

    /** A time as the database takes it. */
    public static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
