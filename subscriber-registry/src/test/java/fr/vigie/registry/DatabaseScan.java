package fr.vigie.registry;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Looks for a text in every column of every table, bytes read as text too. */
@ApplicationScoped
public class DatabaseScan {
    private static final String COLUMNS = "SELECT table_name, column_name, data_type FROM information_schema.columns"
            + " WHERE table_schema = 'public' ORDER BY 1, 2";

    private final Pool pool;

    DatabaseScan(Pool pool) {
        this.pool = pool;
    }

    /** {@code table.column} of each column that holds one of the texts. */
    public List<String> columnsWith(String... texts) {
        List<String> found = new ArrayList<>();
        for (Row row : pool.query(COLUMNS).execute().await().indefinitely()) {
            String table = row.getString(0);
            String column = "\"" + row.getString(1) + "\"";
            String shown = row.getString(2).equals("bytea") ? "encode(" + column + ", 'escape')" : column + "::text";
            for (String text : texts) {
                long hits = pool.preparedQuery(
                                "SELECT count(*) FROM \"" + table + "\" WHERE position($1 in " + shown + ") > 0")
                        .execute(Tuple.of(text))
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getLong(0);
                if (hits > 0) {
                    found.add(table + "." + column);
                }
            }
        }
        return found;
    }
}
