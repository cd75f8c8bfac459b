package fr.vigie.dispatch.pace;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Statements;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.Optional;

/**
 * The rate of an operator as all copies share it: one row, the time from which it is not yet booked. A booking moves
 * that time forward by what it takes at the allowed rate, never from the past and never far into the future. The clock
 * is the database's alone, read after the row is locked.
 */
final class PaceTable {
    private static final String ASYNCHRONOUS = "SET LOCAL synchronous_commit = off";

    private static final String CLOCK = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    private static final String FREE = "(extract(epoch FROM next_free) * 1000000)::bigint";

    private static final String BOOK = "UPDATE pace SET next_free = greatest(next_free, clock_timestamp()) +"
            + " $2::bigint * interval '1 microsecond' WHERE carrier = $1 AND next_free <= clock_timestamp() +"
            + " $3::bigint * interval '1 microsecond' RETURNING " + FREE + ", " + CLOCK;

    private static final String LOOK = "SELECT " + FREE + ", " + CLOCK + " FROM pace WHERE carrier = $1";

    private static final String BEGIN =
            "INSERT INTO pace (carrier, next_free) VALUES ($1, clock_timestamp()) ON CONFLICT (carrier) DO NOTHING";

    private final Database database;

    PaceTable(Database database) {
        this.database = database;
    }

    /**
     * Books the next free piece.
     *
     * @param micros how long the piece takes at the allowed rate
     * @param horizonMicros how far ahead the next free piece may begin at most
     */
    Booking book(String carrier, long micros, long horizonMicros) {
        return database.transaction(statements -> {
            // Lost in a crash of the database, a booking could be made again: for less than the horizon, and the
            // database takes longer than that to come back. Waiting for the disk would cost every slice its time.
            statements.run(ASYNCHRONOUS);
            Optional<Booking> booked = read(statements.run(BOOK, carrier, micros, horizonMicros), micros);
            return booked.orElseGet(() -> refused(statements, carrier, horizonMicros));
        });
    }

    private static Booking refused(Statements statements, String carrier, long horizonMicros) {
        RowSet<Row> found = statements.run(LOOK, carrier);
        if (found.size() == 0) {
            statements.run(BEGIN, carrier);
            return new Booking(false, 0, 0);
        }
        Row row = found.iterator().next();
        return new Booking(false, row.getLong(0) - horizonMicros, row.getLong(1));
    }

    private static Optional<Booking> read(RowSet<Row> rows, long micros) {
        for (Row row : rows) {
            return Optional.of(new Booking(true, row.getLong(0) - micros, row.getLong(1)));
        }
        return Optional.empty();
    }

    /**
     * What came of it.
     *
     * @param granted whether the piece is ours
     * @param at when it begins, or else when it is worth asking again; in microseconds of the database
     * @param clock what the database's clock said
     */
    record Booking(boolean granted, long at, long clock) {}
}
