package fr.vigie.dispatch.delivery;

import fr.vigie.clock.TestClock;
import fr.vigie.infra.PostgresAdmin;
import fr.vigie.outbox.TestOutbox;
import fr.vigie.testing.Parts;
import io.smallrye.context.SmallRyeContextManagerProvider;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database of its own on the real server, and as many copies of the access to it as are asked for. */
public final class TestDatabase implements AutoCloseable {
    private final PostgresAdmin postgres = Parts.shared().postgres();
    private final String name = "pace_" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Vertx> opened = new ArrayList<>();

    public static TestDatabase with(String... migrations) throws SQLException, IOException {
        SmallRyeContextManagerProvider.getManager(); // left to itself it is made by two at once
        TestDatabase database = new TestDatabase();
        database.postgres.ensureDatabase(database.name, "dispatch_tests", "secret");
        try (Connection connection = database.postgres.connect(database.name);
                Statement statement = connection.createStatement()) {
            for (String migration : migrations) {
                try (var file = TestDatabase.class.getResourceAsStream(migration)) {
                    statement.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return database;
    }

    /** What one copy of a service has: a pool of its own. */
    public Database copy() {
        Pool pool = pool();
        return new Database(pool, TestOutbox.on(pool));
    }

    /** The clock of a copy whose machine's own is wrong. */
    public Clock clock(Duration wrongBy) {
        return TestClock.on(pool(), wrongBy);
    }

    private Pool pool() {
        Vertx vertx = Vertx.vertx();
        opened.add(vertx);
        PgConnectOptions options = new PgConnectOptions()
                .setHost(postgres.host())
                .setPort(postgres.port())
                .setUser(postgres.user())
                .setPassword(postgres.password())
                .setDatabase(name);
        return Pool.pool(vertx, options, new PoolOptions().setMaxSize(2));
    }

    @Override
    public void close() throws SQLException {
        opened.forEach(Vertx::closeAndForget);
        postgres.dropDatabase(name);
    }
}
