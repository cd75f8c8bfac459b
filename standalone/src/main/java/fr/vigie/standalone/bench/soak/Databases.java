package fr.vigie.standalone.bench.soak;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The five databases, as PostgreSQL and alert-ingest's counters tell of them. */
final class Databases {
    private static final double MEGABYTE = 1024.0 * 1024;
    /** Tables whose rows are meant to go, or to be few for ever. */
    private static final List<String> PASSING =
            List.of("outbox", "parked_receipt", "departure", "pace", "line_share", "chain");
    /** Those of them in which a row waits for something. */
    private static final List<String> WAITING = List.of("outbox", "parked_receipt");

    private static final String CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname ="
            + " current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    private static final String TABLES =
            "SELECT relname, n_live_tup, n_dead_tup, pg_total_relation_size(relid) FROM" + " pg_stat_user_tables";
    private static final String SIZE = "SELECT pg_database_size(current_database())";
    private static final String UNDER_WAY = "SELECT count(*) FROM alert_progress WHERE all_final_at IS NULL";
    private static final String STATES =
            "SELECT channel || ' ' || state, sum(n) FROM delivery_counter GROUP BY channel, state HAVING sum(n) > 0";
    private static final String CALLS_UP = "SELECT count(*) FROM delivery WHERE waits_for = 'LEASE'";
    /** Of smaller tables a share says nothing. */
    private static final long LARGE = 10_000;

    private final LocalSystem system;

    Databases(LocalSystem system) {
        this.system = system;
    }

    void lookAt(Map<Figure, Double> values) {
        for (Service service : Service.values()) {
            String name = service.database();
            try (Connection connection = system.database(service);
                    Statement statement = connection.createStatement()) {
                values.put(new Figure(Measure.CONNECTIONS, name), number(statement, CONNECTIONS));
                values.put(new Figure(Measure.STORED, name), number(statement, SIZE) / MEGABYTE);
                lookAtTables(name, statement, values);
                if (service == Service.ALERT_INGEST) {
                    values.put(new Figure(Measure.UNDER_WAY, name), number(statement, UNDER_WAY));
                }
            } catch (SQLException e) {
                throw new Fault("The database does not tell its statistics: " + e.getMessage(), e);
            }
        }
    }

    private static void lookAtTables(String database, Statement statement, Map<Figure, Double> values)
            throws SQLException {
        Map<String, Double> waiting = new TreeMap<>();
        try (ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                String table = row.getString(1);
                long live = row.getLong(2);
                long dead = row.getLong(3);
                if (PASSING.contains(table)) {
                    waiting.put(table, row.getLong(4) / MEGABYTE);
                } else if (live > LARGE) {
                    values.put(new Figure(Measure.DEAD, database + "." + table), 100.0 * dead / (live + dead));
                }
            }
        }
        for (Map.Entry<String, Double> each : waiting.entrySet()) {
            String name = database + "." + each.getKey();
            values.put(new Figure(Measure.WAITING_DISK, name), each.getValue());
            if (WAITING.contains(each.getKey())) {
                values.put(
                        new Figure(Measure.WAITING, name), number(statement, "SELECT count(*) FROM " + each.getKey()));
            }
        }
    }

    /** Calls that ring, are up, or are about to be placed. */
    long callsUp() {
        try (Connection connection = system.database(Service.DISPATCH_VOICE);
                Statement statement = connection.createStatement()) {
            return Math.round(number(statement, CALLS_UP));
        } catch (SQLException e) {
            throw new Fault("dispatch-voice's database does not answer: " + e.getMessage(), e);
        }
    }

    /** Deliveries by channel and state, as counted by alert-ingest: {@code SMS DELIVERED}. */
    Map<String, Long> deliveries() {
        Map<String, Long> states = new TreeMap<>();
        try (Connection connection = system.database(Service.ALERT_INGEST);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATES)) {
            while (row.next()) {
                states.put(row.getString(1), row.getLong(2));
            }
            return states;
        } catch (SQLException e) {
            throw new Fault("alert-ingest's database does not answer: " + e.getMessage(), e);
        }
    }

    private static double number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
