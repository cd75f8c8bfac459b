package fr.vigie.dispatch.delivery;

import fr.vigie.outbox.Outbox;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Transactions for threads that may block. */
@ApplicationScoped
public class Database {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Deadlock and serialisation failure: nothing was done, and the same again will most likely succeed. */
    private static final Set<String> TRY_AGAIN = Set.of("40P01", "40001");

    /**
     * Classes of failures that lie in the server, the way to it, our account or the schema, and not in what is written:
     * connection, transaction (a server that only reads after a fail-over), statement name, account, database, schema,
     * rollback, rights and names, resources, object state, operator, system, server.
     */
    private static final Set<String> MAY_PASS =
            Set.of("08", "25", "26", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "XX");

    private static final int TRIES = 4;

    private final Pool pool;
    private final Outbox outbox;
    private final LongAdder flagged = new LongAdder();

    Database(Pool pool, Outbox outbox) {
        this.pool = pool;
        this.outbox = outbox;
    }

    /**
     * Does the work in one transaction, once more where the database asks for that, and has the events that it
     * appended published after the commit.
     *
     * @throws RuntimeException where it was not committed, or it is not known whether it was
     */
    public <T> T transaction(Function<Statements, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (RuntimeException e) {
                if (attempt >= TRIES || !wantsAnother(e)) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Function<Statements, T> work) {
        SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
        try {
            Transaction transaction = connection.begin().await().atMost(LIMIT);
            Statements statements = new Statements(connection, outbox, LIMIT);
            T result;
            try {
                result = work.apply(statements);
            } catch (RuntimeException e) {
                rollBack(transaction, e);
                throw e;
            }
            transaction.commit().await().atMost(LIMIT);
            flagged.add(statements.flagged());
            if (statements.published()) {
                outbox.committed();
            }
            return result;
        } finally {
            connection.closeAndForget();
        }
    }

    /** How many deliveries were flagged as possible duplicates since the start, each counted once. */
    public long flagged() {
        return flagged.sum();
    }

    private static void rollBack(Transaction transaction, RuntimeException cause) {
        try {
            transaction.rollback().await().atMost(LIMIT);
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    private static boolean wantsAnother(Throwable failure) {
        return TRY_AGAIN.contains(sqlState(failure));
    }

    /**
     * Whether the database will never take this data, as a text with a zero byte or a name too long for its index. A
     * failure without an SQLSTATE is none of these: the connection is gone, or time is up.
     */
    public static boolean refuses(Throwable failure) {
        String sqlState = sqlState(failure);
        return sqlState.length() > 2 && !MAY_PASS.contains(sqlState.substring(0, 2));
    }

    /** The SQLSTATE of a failure; empty where it has none. */
    public static String sqlState(Throwable failure) {
        for (Throwable each = failure; each != null && each != each.getCause(); each = each.getCause()) {
            if (each instanceof PgException refused && refused.getSqlState() != null) {
                return refused.getSqlState();
            }
        }
        return "";
    }
}
