package fr.vigie.dispatch.lines;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Statements;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The lines of operators as all copies hold them. One copy at a time looks and writes, and never takes what another
 * still holds: a part that is to be given up is free for others when its calls have ended.
 */
final class LineTable {
    /** How long a copy that says nothing keeps its lines. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final String ASYNCHRONOUS = "SET LOCAL synchronous_commit = off";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('lines/' || $1, 0))";
    private static final String FORGET = "DELETE FROM line_share WHERE carrier = $1 AND until <= clock_timestamp()";

    private static final String OTHERS =
            "SELECT instance, held, bulk FROM line_share WHERE carrier = $1 AND instance <> $2";

    private static final String HOLD =
            "INSERT INTO line_share (carrier, instance, held, bulk, until) VALUES ($1, $2, $3,"
                    + " $4, clock_timestamp() + $5::bigint * interval '1 ms') ON CONFLICT (carrier, instance) DO UPDATE SET"
                    + " held = excluded.held, bulk = excluded.bulk, until = excluded.until";

    private static final String RELEASE = "DELETE FROM line_share WHERE carrier = $1 AND instance = $2";

    private final Database database;

    LineTable(Database database) {
        this.database = database;
    }

    /**
     * Takes a copy's part, as far as it is free.
     *
     * @param underWay told what the copy is entitled to; answers how many calls it holds
     * @return what it may hold
     */
    Grant renew(String carrier, String instance, Claim claim, ToIntFunction<Grant> underWay) {
        return database.transaction(statements -> {
            statements.run(ASYNCHRONOUS); // lost in a crash, it is renewed within a second
            statements.run(LOCK, carrier);
            statements.run(FORGET, carrier);
            int place = 0;
            int held = 0;
            int bulkHeld = 0;
            List<Row> others = new ArrayList<>();
            statements.run(OTHERS, carrier, instance).forEach(others::add);
            for (Row other : others) {
                place += other.getString(0).compareTo(instance) < 0 ? 1 : 0;
                held += other.getInteger(1);
                bulkHeld += other.getInteger(2);
            }
            Grant part = claim.part(place, others.size() + 1);
            int busy = underWay.applyAsInt(part);
            int lines = Math.max(0, Math.min(part.lines(), claim.total() - held));
            int bulk = Math.max(0, Math.min(Math.min(part.bulk(), lines), claim.bulk() - bulkHeld));
            hold(statements, carrier, instance, Math.max(lines, busy), Math.max(bulk, Math.min(busy, claim.bulk())));
            return new Grant(lines, bulk);
        });
    }

    private static void hold(Statements statements, String carrier, String instance, int lines, int bulk) {
        statements.run(HOLD, carrier, instance, lines, bulk, LEASE.toMillis());
    }

    /** Gives all up: no call is under way any more. */
    void release(String carrier, String instance) {
        database.transaction(statements -> statements.run(RELEASE, carrier, instance));
    }

    /**
     * What a copy may hold.
     *
     * @param lines calls at once
     * @param bulk how many of them not urgent
     */
    record Grant(int lines, int bulk) {}
}
