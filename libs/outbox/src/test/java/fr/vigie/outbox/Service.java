package fr.vigie.outbox;

import fr.vigie.bus.BusParts;
import fr.vigie.bus.OutgoingEvent;
import fr.vigie.infra.PostgresAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;

/** One copy of a service that has an outbox. */
final class Service implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final Outbox outbox;
    final BusParts bus;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OutboxRelay relay;
    private boolean started;

    Service(PostgresAdmin database, String name, String bootstrapServers) {
        this(database, name, bootstrapServers, Duration.ZERO);
    }

    /**
     * @param stillFor a session that holds a transaction open and does nothing for so long is ended
     */
    Service(PostgresAdmin database, String name, String bootstrapServers, Duration stillFor) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setUser(database.user())
                .setPassword(database.password())
                .setDatabase(name)
                .addProperty("idle_in_transaction_session_timeout", String.valueOf(stillFor.toMillis()));
        pool = Pool.pool(vertx, options, new PoolOptions().setMaxSize(4));
        bus = new BusParts(bootstrapServers);
        OutboxSignal signal = new OutboxSignal();
        outbox = new Outbox(pool, signal);
        relay = new OutboxRelay(pool, bus.publisher, bus.topics, signal, meters);
    }

    Service startRelay() {
        relay.start(new StartupEvent());
        started = true;
        return this;
    }

    void commit(List<OutgoingEvent> events) {
        outbox.transaction(connection -> outbox.append(connection, events))
                .await()
                .atMost(SOON);
    }

    void rollBack(List<OutgoingEvent> events) {
        Uni<Void> doomed = outbox.transaction(connection -> outbox.append(connection, events)
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back"))));
        doomed.onFailure().recoverWithNull().await().atMost(SOON);
    }

    long rows() {
        return pool.query("SELECT count(*) FROM outbox")
                .execute()
                .await()
                .atMost(SOON)
                .iterator()
                .next()
                .getLong(0);
    }

    /** Ends all connections and the publisher at once, with whatever is under way. */
    void die() {
        bus.close();
        vertx.close().await().atMost(SOON);
    }

    @Override
    public void close() {
        try {
            if (started) {
                relay.stop(new ShutdownEvent());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        die();
    }
}
