package fr.vigie.outbox;

import fr.vigie.bus.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;

/** Stores events in the caller's transaction. */
@ApplicationScoped
public class Outbox {
    /** Appends one row; its one parameter is {@link #frames}. For callers that do not hold a {@link SqlConnection}. */
    public static final String INSERT = "INSERT INTO outbox (frames) VALUES ($1)";

    private final Pool pool;
    private final OutboxSignal signal;

    Outbox(Pool pool, OutboxSignal signal) {
        this.pool = pool;
        this.signal = signal;
    }

    /** Runs the work in one transaction and has its events published as soon as it has committed. */
    public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work).invoke(signal::raise);
    }

    /**
     * Stores the events in the caller's transaction, in one row. Whoever commits by other means than {@link
     * #transaction} calls {@link #committed} afterwards, or the events wait for the relay's next look.
     */
    public Uni<Void> append(SqlConnection connection, List<OutgoingEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(frames(events))))
                .replaceWithVoid();
    }

    /** The stored form of events, for {@link #INSERT}. */
    public static byte[] frames(List<OutgoingEvent> events) {
        return EventFrames.write(events);
    }

    /** Says that a transaction with events has committed. */
    public void committed() {
        signal.raise();
    }
}
