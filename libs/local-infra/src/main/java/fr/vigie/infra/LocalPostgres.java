package fr.vigie.infra;

import fr.vigie.infra.StartFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server on 127.0.0.1 with durable commits, whose data survive restarts. Every login needs a password.
 *
 * <p>The server ends with {@link #close}, and also when this process dies without having called it. It ignores the
 * terminal's Ctrl-C, so that its users can finish their work first.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /**
     * @param home holds the data, the log and the administrator's password; created if missing
     * @param binaries where PostgreSQL's programs are unpacked (60 MB); can be shared by several homes
     * @param port TCP port, or 0 for any free one
     * @param settings more lines of postgresql.conf; they win over the defaults of this class
     */
    public record Config(Path home, Path binaries, int port, Map<String, String> settings) {
        public Config {
            settings = Map.copyOf(settings);
        }

        public Config(Path home, Path binaries, int port) {
            this(home, binaries, port, Map.of());
        }
    }

    private final FolderClaim claim;
    private final PostgresFolder folder;
    private final PostgresBinaries binaries;
    private final int port;
    private final PostgresAdmin admin;
    /** Of its last start; read without the lock, which a start may hold for a minute. */
    private volatile long pid;

    private Process guard;

    private LocalPostgres(Config config) throws IOException {
        claim = FolderClaim.of(config.home());
        try {
            binaries = PostgresBinaries.unpackedIn(config.binaries());
            folder = new PostgresFolder(claim.folder(), binaries);
            folder.stopOrphan();
            port = LoopbackPort.claim(config.port(), "PostgreSQL");
            String password = folder.initialise(SUPERUSER);
            folder.configure(settings(config, port));
            admin = new PostgresAdmin(LoopbackPort.HOST, port, SUPERUSER, password);
            startServer();
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Starts the server and waits until it accepts connections. An orphan of an earlier process on the same home is
     * stopped first.
     *
     * @throws StartFailure if it cannot start; nothing is left running then
     */
    public static LocalPostgres start(Config config) {
        try {
            return new LocalPostgres(config);
        } catch (IOException e) {
            throw new StartFailure(
                    Reason.DID_NOT_START, "PostgreSQL did not start in " + config.home() + ": " + e.getMessage(), e);
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The server's process, as of its last start. */
    public long pid() {
        return pid;
    }

    /** Whether the server's first process lives; one that was stopped by a signal does. */
    public boolean isAlive() {
        return folder.runningServer().isPresent();
    }

    /** The administrator's access; also creates databases. */
    public PostgresAdmin admin() {
        return admin;
    }

    /** See {@link PostgresAdmin#ensureDatabase}. */
    public void ensureDatabase(String database, String role, String password) throws SQLException {
        admin.ensureDatabase(database, role, password);
    }

    /** Stops the server if it runs, in order and not by force, and starts it again on the same port. */
    public synchronized void restart() {
        try {
            stopServer();
            startServer();
        } catch (IOException e) {
            throw new StartFailure(Reason.DID_NOT_START, "PostgreSQL did not restart: " + e.getMessage(), e);
        }
    }

    /** Ends the server as a power cut would (SIGKILL), for crash tests. {@link #restart} brings it back. */
    public synchronized void kill() {
        ProcessHandle.of(pid).ifPresent(server -> {
            List<ProcessHandle> backends = server.descendants().toList();
            server.destroyForcibly();
            backends.forEach(ProcessHandle::destroyForcibly);
            Waiting.until(STOP_LIMIT, () -> folder.runningServer().isEmpty());
        });
    }

    /** Stops the server within half a minute: clients are disconnected, everything is written. May be repeated. */
    @Override
    public synchronized void close() {
        try {
            stopServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            claim.close();
        }
    }

    private void startServer() throws IOException {
        pid = folder.startServer(START_LIMIT);
        try {
            guard = guard(pid);
        } catch (IOException e) {
            stopServer();
            throw e;
        }
    }

    /** Reads until this process closes the pipe or dies; then the server is told to stop, if it still runs. */
    private static Process guard(long pid) throws IOException {
        return new ProcessBuilder("sh", "-c", "trap '' INT HUP TERM; cat >/dev/null; kill -INT " + pid + " 2>/dev/null")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void stopServer() throws IOException {
        folder.stopServer(STOP_LIMIT);
        if (guard != null) {
            guard.destroyForcibly();
            guard.getOutputStream().close();
        }
    }

    private static Map<String, String> settings(Config config, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", LoopbackPort.HOST);
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "64MB");
        settings.put("huge_pages", "off");
        settings.put("jit", "off");
        settings.put("max_wal_size", "1GB");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("log_min_messages", "warning");
        settings.put("log_line_prefix", "%m [%p] %q%u@%d ");
        // DETAIL and CONTEXT lines quote rows; what is stored must not leak into a log.
        settings.put("log_error_verbosity", "terse");
        settings.putAll(config.settings());
        return settings;
    }
}
