package fr.vigie.infra;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** The administrator's access to a PostgreSQL server, wherever it runs. */
public final class PostgresAdmin {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final String host;
    private final int port;
    private final String user;
    private final String password;

    public PostgresAdmin(String host, int port, String user, String password) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /**
     * Makes sure that the database exists, belongs to the role, and that the role can log in with the password; nobody
     * else but administrators can connect to it. May be repeated; the last password wins. The password never reaches
     * the server in clear. It should be random and long: see {@link ScramVerifier}.
     *
     * @throws IllegalArgumentException if a name is not {@code [a-z][a-z0-9_]*}
     */
    public void ensureDatabase(String database, String role, String rolePassword) throws SQLException {
        requireName(database);
        requireName(role);
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                statement.execute("CREATE ROLE " + role + " LOGIN");
            }
            // Base64 and punctuation: nothing in a verifier needs to be quoted.
            statement.execute("ALTER ROLE " + role + " PASSWORD '" + ScramVerifier.of(rolePassword) + "'");
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                statement.execute("CREATE DATABASE " + database + " OWNER " + role);
            }
            statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
        }
    }

    /** Removes the database if it is there, together with its connections. The role stays. */
    public void dropDatabase(String database) throws SQLException {
        requireName(database);
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
    }

    /** A new connection as administrator; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return connect(host, port, database, user, password);
    }

    static Connection connect(String host, int port, String database, String user, String password)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(5);
        return source.getConnection();
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plain lower-case name: " + name);
        }
    }
}
