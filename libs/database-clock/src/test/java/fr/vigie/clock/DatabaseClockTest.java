package fr.vigie.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import fr.vigie.infra.PostgresAdmin;
import fr.vigie.testing.Parts;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.context.SmallRyeContextManagerProvider;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a database of its own, whose clock_timestamp() may be replaced: a server whose time is another one. */
class DatabaseClockTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Clock RIGHT = Clock.systemUTC();

    private final PostgresAdmin postgres = Parts.shared().postgres();
    private final String name = "clock_" + UUID.randomUUID().toString().substring(0, 8);
    private final Vertx vertx = Vertx.vertx();
    private Pool pool;

    @BeforeEach
    void makeDatabase() throws SQLException {
        SmallRyeContextManagerProvider.getManager(); // left to itself it is made by two at once
        postgres.ensureDatabase(name, "clock_tests", "secret");
        pool = Pool.pool(
                vertx,
                new PgConnectOptions()
                        .setHost(postgres.host())
                        .setPort(postgres.port())
                        .setUser(postgres.user())
                        .setPassword(postgres.password())
                        .setDatabase(name)
                        .addProperty("search_path", "fake, pg_catalog"),
                new PoolOptions().setMaxSize(2));
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        vertx.close().await().atMost(SOON);
        postgres.dropDatabase(name);
    }

    @Test
    void shouldTellTheDatabasesTimeWhenThisMachinesClockIsAnHourAhead() {
        // Given
        DatabaseClock clock = new DatabaseClock(pool, Clock.offset(RIGHT, Duration.ofHours(1)));

        // When
        clock.look();

        // Then
        assertThat(clock.instant()).isCloseTo(RIGHT.instant(), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void shouldTellTheDatabasesTimeWhenThisMachinesClockIsTwoHoursBehind() {
        // Given
        DatabaseClock clock = new DatabaseClock(pool, Clock.offset(RIGHT, Duration.ofHours(-2)));

        // When
        clock.look();

        // Then
        assertThat(clock.instant()).isCloseTo(RIGHT.instant(), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void shouldFollowWhenAnotherServerWithAnotherTimeTakesOver() throws SQLException {
        // Given
        DatabaseClock clock = new DatabaseClock(pool, RIGHT);
        clock.start(new StartupEvent());
        try {
            // When
            databaseSays("pg_catalog.clock_timestamp() - interval '90 s'");

            // Then: by itself
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(clock.instant())
                            .isCloseTo(RIGHT.instant().minusSeconds(90), within(2, ChronoUnit.SECONDS)));
        } finally {
            clock.stop(new ShutdownEvent());
        }
    }

    @Test
    void shouldGoOnWhenTheDatabaseIsAway() {
        // Given
        DatabaseClock clock = new DatabaseClock(pool, Clock.offset(RIGHT, Duration.ofHours(1)));
        clock.look();
        pool.close().await().atMost(SOON);

        // When
        assertThatThrownBy(clock::look).isInstanceOf(RuntimeException.class);
        Instant before = clock.instant();

        // Then
        await().atMost(SOON).until(() -> clock.instant().isAfter(before));
        assertThat(clock.instant()).isCloseTo(RIGHT.instant(), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void shouldNotBeMisledWhenAnAnswerWasLongOnItsWay() throws SQLException {
        // Given
        DatabaseClock clock = new DatabaseClock(pool, RIGHT);
        clock.look();
        Duration before = Duration.between(RIGHT.instant(), clock.instant());
        databaseSays("(SELECT t FROM (SELECT pg_catalog.clock_timestamp() AS t, pg_sleep(3) OFFSET 0) AS said)");

        // When
        clock.look();

        // Then
        Duration after = Duration.between(RIGHT.instant(), clock.instant());
        assertThat(after.minus(before).abs()).isLessThan(Duration.ofMillis(1_400));
    }

    private void databaseSays(String time) throws SQLException {
        try (Connection connection = postgres.connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE SCHEMA fake; CREATE FUNCTION fake.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
                            + " VOLATILE AS $$ SELECT " + time + " $$");
        }
    }
}
