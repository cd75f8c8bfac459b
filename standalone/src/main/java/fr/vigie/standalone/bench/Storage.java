package fr.vigie.standalone.bench;

import fr.vigie.standalone.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.LogDirDescription;

/**
 * What has been written so far.
 *
 * @param tables by database and table, {@code dispatch_sms.delivery}
 * @param walBytes length of PostgreSQL's log
 * @param commits transactions of all databases
 * @param topics bytes on disk by topic, as compressed
 */
public record Storage(Map<String, Rows> tables, long walBytes, long commits, Map<String, Long> topics) {
    private static final String ROWS =
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del FROM" + " pg_stat_user_tables";
    private static final String LOG = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), (SELECT xact_commit FROM"
            + " pg_stat_database WHERE datname = current_database())";

    /** Rows of a table put in, changed (of these, without touching an index), and removed. */
    public record Rows(long inserts, long updates, long hotUpdates, long deletes) {
        private static final Rows NONE = new Rows(0, 0, 0, 0);

        public long all() {
            return inserts + updates + deletes;
        }

        private Rows since(Rows before) {
            return new Rows(
                    inserts - before.inserts,
                    updates - before.updates,
                    hotUpdates - before.hotUpdates,
                    deletes - before.deletes);
        }
    }

    /** A way to a database, as administrator. */
    public interface Database {
        Connection open() throws SQLException;
    }

    /** @param databases by name */
    public static Storage of(Map<String, Database> databases, String bootstrapServers) {
        Map<String, Rows> tables = new TreeMap<>();
        long wal = 0;
        long commits = 0;
        for (var each : databases.entrySet()) {
            try (Connection connection = each.getValue().open();
                    Statement statement = connection.createStatement()) {
                try (ResultSet row = statement.executeQuery(ROWS)) {
                    while (row.next()) {
                        tables.put(
                                each.getKey() + "." + row.getString(1),
                                new Rows(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
                    }
                }
                try (ResultSet row = statement.executeQuery(LOG)) {
                    row.next();
                    wal = row.getLong(1);
                    commits += row.getLong(2);
                }
            } catch (SQLException e) {
                throw new Fault("The database does not tell its statistics: " + e.getMessage(), e);
            }
        }
        return new Storage(tables, wal, commits, topicBytes(bootstrapServers));
    }

    /** Bytes on disk by topic, as compressed. */
    public static Map<String, Long> topicBytes(String bootstrapServers) {
        Map<String, Long> topics = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values().stream()
                    .map(LogDirDescription::replicaInfos)
                    .flatMap(replicas -> replicas.entrySet().stream())
                    .filter(replica -> !replica.getKey().topic().startsWith("__"))
                    .forEach(replica -> topics.merge(
                            replica.getKey().topic(), replica.getValue().size(), Long::sum));
            return topics;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new Fault("The broker does not tell its sizes: " + e.getMessage(), e);
        }
    }

    /** What has been written between two looks, where anything was. */
    public Storage since(Storage before) {
        Map<String, Rows> grown = new TreeMap<>();
        tables.forEach((name, rows) -> grown.put(name, rows.since(before.tables.getOrDefault(name, Rows.NONE))));
        grown.values().removeIf(rows -> rows.all() == 0);
        Map<String, Long> longer = new TreeMap<>();
        topics.forEach((name, bytes) -> longer.put(name, bytes - before.topics.getOrDefault(name, 0L)));
        longer.values().removeIf(bytes -> bytes == 0);
        return new Storage(grown, walBytes - before.walBytes, commits - before.commits, longer);
    }

    /** Of dispatch-sms's table of deliveries. */
    public Rows deliveries() {
        return tables.getOrDefault("dispatch_sms.delivery", Rows.NONE);
    }

    /** Rows of all tables. */
    public long rows() {
        return tables.values().stream().mapToLong(Rows::all).sum();
    }

    public long kafkaBytes() {
        return topics.values().stream().mapToLong(bytes -> bytes).sum();
    }
}
