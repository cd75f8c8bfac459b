package fr.vigie.ingest.directory;

import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The table of contacts. Nothing in it is ever changed: entries are added, and what was said last counts. */
@ApplicationScoped
public class Directory {
    private static final String COLUMNS = "departement, force, spoken_name, unit, valid_from, changed_by, changed_at";

    private static final String ACTIVE = "SELECT * FROM (SELECT DISTINCT ON (departement, force) " + COLUMNS
            + " FROM directory_entry WHERE valid_from <= $1 ORDER BY departement, force, valid_from DESC, id DESC) e"
            + " WHERE spoken_name IS NOT NULL ORDER BY departement, force";

    private static final String HISTORY = "SELECT " + COLUMNS
            + " FROM directory_entry WHERE departement = $1 AND force = $2 ORDER BY id DESC LIMIT 200";

    private static final String ADD =
            "INSERT INTO directory_entry (" + COLUMNS + ") VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING " + COLUMNS;

    /** Also what was to come later. */
    private static final String TAKE_AWAY = "INSERT INTO directory_entry (" + COLUMNS
            + ") SELECT DISTINCT departement, force, NULL, NULL, greatest(valid_from, $3), $4, $3 FROM (SELECT DISTINCT ON"
            + " (valid_from) * FROM directory_entry WHERE departement = $1 AND force = $2 AND (valid_from > $3 OR"
            + " valid_from = (SELECT max(valid_from) FROM directory_entry WHERE departement = $1 AND force = $2 AND"
            + " valid_from <= $3)) ORDER BY valid_from, id DESC) e WHERE spoken_name IS NOT NULL";

    private final Pool pool;
    private final Clock clock;

    Directory(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Who speaks now, one for each département and force that has somebody. */
    public Uni<List<Contact>> active(SqlClient client) {
        return client.preparedQuery(ACTIVE)
                .execute(Tuple.of(utc(clock.instant())))
                .map(Directory::contacts);
    }

    Uni<List<Contact>> active() {
        return active(pool);
    }

    Uni<Contact> find(String departement, Force force) {
        return active().map(contacts -> contacts.stream()
                .filter(each -> each.departement().equals(departement) && each.force() == force)
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("contact")));
    }

    Uni<List<Contact>> history(String departement, Force force) {
        return pool.preparedQuery(HISTORY)
                .execute(Tuple.of(departement, force.name()))
                .map(Directory::contacts);
    }

    Uni<Contact> put(String departement, Force force, ContactRequest contact, Instant validFrom, String by) {
        Tuple row = Tuple.tuple()
                .addString(departement)
                .addString(force.name())
                .addString(contact.spokenName().strip())
                .addString(contact.unit())
                .addOffsetDateTime(utc(validFrom))
                .addString(by)
                .addOffsetDateTime(utc(clock.instant()));
        return pool.preparedQuery(ADD).execute(row).map(added -> contacts(added).get(0));
    }

    /** From now on nobody speaks; fails with NOT_FOUND where nobody did, nor was to. */
    Uni<Void> takeAway(String departement, Force force, String by) {
        return pool.preparedQuery(TAKE_AWAY)
                .execute(Tuple.of(departement, force.name(), utc(clock.instant()), by))
                .invoke(added -> {
                    if (added.rowCount() == 0) {
                        throw ProblemException.notFound("contact");
                    }
                })
                .replaceWithVoid();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static List<Contact> contacts(RowSet<Row> rows) {
        List<Contact> contacts = new ArrayList<>(rows.size());
        rows.forEach(row -> contacts.add(new Contact(
                row.getString("departement"),
                Force.valueOf(row.getString("force")),
                row.getString("spoken_name"),
                row.getString("unit"),
                row.getOffsetDateTime("valid_from").toInstant(),
                row.getString("changed_by"),
                row.getOffsetDateTime("changed_at").toInstant())));
        return contacts;
    }
}
