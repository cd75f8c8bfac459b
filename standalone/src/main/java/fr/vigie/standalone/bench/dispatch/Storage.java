package fr.vigie.standalone.bench.dispatch;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.DispatcherAlone;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.LogDirDescription;

/**
 * What has been written so far.
 *
 * @param inserts rows put into the table of deliveries
 * @param updates rows of it changed
 * @param hotUpdates of these, without touching an index
 * @param otherRows rows of all other tables put in, changed or removed
 * @param walBytes length of PostgreSQL's log
 * @param commits transactions
 * @param kafkaBytes of all topics on disk, as compressed
 */
record Storage(
        long inserts, long updates, long hotUpdates, long otherRows, long walBytes, long commits, long kafkaBytes) {

    private static final String ROWS = "SELECT coalesce(sum(n_tup_ins) FILTER (WHERE relname = 'delivery'), 0),"
            + " coalesce(sum(n_tup_upd) FILTER (WHERE relname = 'delivery'), 0),"
            + " coalesce(sum(n_tup_hot_upd) FILTER (WHERE relname = 'delivery'), 0),"
            + " coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del) FILTER (WHERE relname <> 'delivery'), 0),"
            + " pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'),"
            + " (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())"
            + " FROM pg_stat_user_tables";

    static Storage of(DispatcherAlone system) {
        try (Connection connection = system.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROWS)) {
            row.next();
            return new Storage(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    kafkaBytes(system.bootstrapServers()));
        } catch (SQLException e) {
            throw new Fault("The database does not tell its statistics: " + e.getMessage(), e);
        }
    }

    private static long kafkaBytes(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values().stream()
                    .map(LogDirDescription::replicaInfos)
                    .flatMap(replicas -> replicas.entrySet().stream())
                    .filter(replica -> !replica.getKey().topic().startsWith("__"))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new Fault("The broker does not tell its sizes: " + e.getMessage(), e);
        }
    }

    Storage since(Storage before) {
        return new Storage(
                inserts - before.inserts,
                updates - before.updates,
                hotUpdates - before.hotUpdates,
                otherRows - before.otherRows,
                walBytes - before.walBytes,
                commits - before.commits,
                kafkaBytes - before.kafkaBytes);
    }
}
