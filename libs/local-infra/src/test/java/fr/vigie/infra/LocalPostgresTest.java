package fr.vigie.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
    @TempDir
    static Path binaries;

    @TempDir
    Path home;

    private LocalPostgres postgres;

    @BeforeEach
    void start() {
        postgres = LocalPostgres.start(new LocalPostgres.Config(home, binaries, 0));
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void shouldCommitDurablyAndListenOnLoopbackOnly() throws Exception {
        assertThat(admin("SHOW fsync")).isEqualTo("on");
        assertThat(admin("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(admin("SHOW full_page_writes")).isEqualTo("on");
        assertThat(admin("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(admin("SHOW server_version")).startsWith("18.");
    }

    @Test
    void shouldRefuseWhoHasNoOrAWrongPasswordOrAnotherDatabase() throws Exception {
        postgres.ensureDatabase("audit_log", "audit_log", "first secret");
        postgres.ensureDatabase("alert_ingest", "alert_ingest", "second secret");

        assertThat(as("audit_log", "audit_log", "first secret", "SELECT current_user"))
                .isEqualTo("audit_log");
        assertThatThrownBy(() -> as("audit_log", "audit_log", "wrong", "SELECT 1"))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> as("postgres", "postgres", "", "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> as("alert_ingest", "audit_log", "first secret", "SELECT 1"))
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void shouldTakeTheNewPasswordWhenADatabaseIsEnsuredAgain() throws Exception {
        postgres.ensureDatabase("audit_log", "audit_log", "old");
        as("audit_log", "audit_log", "old", "CREATE TABLE kept AS SELECT 7 AS n");

        postgres.ensureDatabase("audit_log", "audit_log", "it's new");

        assertThat(as("audit_log", "audit_log", "it's new", "SELECT n FROM kept"))
                .isEqualTo("7");
        assertThatThrownBy(() -> as("audit_log", "audit_log", "old", "SELECT 1"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void shouldKeepDataOverAStopAndOverAKill() throws Exception {
        postgres.ensureDatabase("audit_log", "audit_log", "secret");
        as("audit_log", "audit_log", "secret", "CREATE TABLE kept AS SELECT 1 AS n");
        int port = postgres.port();

        postgres.restart();
        as("audit_log", "audit_log", "secret", "INSERT INTO kept VALUES (2)");
        long killed = postgres.pid();
        postgres.kill();
        assertThat(postgres.isAlive()).isFalse();
        postgres.restart();
        as("audit_log", "audit_log", "secret", "INSERT INTO kept VALUES (3)");
        postgres.close();
        postgres = LocalPostgres.start(new LocalPostgres.Config(home, binaries, port));

        assertThat(postgres.pid()).isNotEqualTo(killed);
        assertThat(as("audit_log", "audit_log", "secret", "SELECT sum(n) FROM kept"))
                .isEqualTo("6");
    }

    @Test
    void shouldComeBackWhileAProcessOfTheKilledServerIsStopped() throws Exception {
        // Given
        postgres.ensureDatabase("audit_log", "audit_log", "secret");
        try (Connection connection = postgres.admin().connect("audit_log")) {
            long backend = Long.parseLong(first(connection, "SELECT pg_backend_pid()"));
            signal("-STOP", backend);

            // When
            signal("-KILL", postgres.pid());
            long killed = System.nanoTime();
            assertThat(Waiting.until(Duration.ofSeconds(5), () -> !postgres.isAlive()))
                    .isTrue();
            postgres.restart();

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(20));
            assertThat(as("audit_log", "audit_log", "secret", "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void shouldNotTakeAStoppedServerForADeadOne() throws Exception {
        signal("-STOP", postgres.pid());
        boolean alive = postgres.isAlive();
        signal("-CONT", postgres.pid());

        assertThat(alive).isTrue();
        assertThat(admin("SELECT 1")).isEqualTo("1");
    }

    private static void signal(String signal, long pid) throws Exception {
        Command.run(Duration.ofSeconds(5), List.of("kill", signal, Long.toString(pid)));
    }

    @Test
    void shouldStartWhenThePidFileNamesAProcessThatIsSomethingElse() throws Exception {
        postgres.kill();
        postgres.close();
        Path pidFile = home.resolve("data/postmaster.pid");
        List<String> lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        postgres = LocalPostgres.start(new LocalPostgres.Config(home, binaries, 0));

        assertThat(postgres.isAlive()).isTrue();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void shouldNameTheTakenPortAndTheFolderInUse() throws Exception {
        assertThatThrownBy(() -> LocalPostgres.start(new LocalPostgres.Config(home, binaries, 0)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("in use")
                .hasMessageContaining(home.toRealPath().toString());
        postgres.close();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () -> LocalPostgres.start(new LocalPostgres.Config(home, binaries, other.getLocalPort())))
                    .isInstanceOfSatisfying(
                            StartFailure.class, e -> assertThat(e.reason()).isEqualTo(StartFailure.Reason.PORT_TAKEN))
                    .hasMessageContaining(Integer.toString(other.getLocalPort()));
        }
    }

    @Test
    void shouldEndWithItsParentAndBeTakenOverIfItDoesNot() throws Exception {
        postgres.close();
        Orphanage.ParentDied left = Orphanage.killParentOfPostgres(home, binaries);
        assertThat(Waiting.until(Duration.ofSeconds(20), () -> !left.childLives()))
                .isTrue();

        Orphanage.ParentDied orphaned = Orphanage.killParentAndGuardOfPostgres(home, binaries);
        assertThat(orphaned.childLives()).isTrue();
        postgres = LocalPostgres.start(new LocalPostgres.Config(home, binaries, 0));

        assertThat(orphaned.childLives()).isFalse();
        assertThat(admin("SELECT 1")).isEqualTo("1");
    }

    private String admin(String sql) throws SQLException {
        try (Connection connection = postgres.admin().connect("postgres")) {
            return first(connection, sql);
        }
    }

    private String as(String database, String user, String password, String sql) throws SQLException {
        try (Connection connection = PostgresAdmin.connect("127.0.0.1", postgres.port(), database, user, password)) {
            return first(connection, sql);
        }
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
