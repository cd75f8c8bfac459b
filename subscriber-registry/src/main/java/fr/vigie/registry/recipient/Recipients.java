package fr.vigie.registry.recipient;

import fr.vigie.events.Channel;
import fr.vigie.events.QuietHours;
import fr.vigie.phone.Line;
import fr.vigie.registry.recipient.Recipient.EncryptedNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads recipients by id, with what is needed to reach them. */
@ApplicationScoped
public class Recipients {
    private static final String LOAD = """
            SELECT s.id, s.status = 'ACTIVE' AS active, s.preferred_channel,
                   s.sms_opted_out_at IS NOT NULL AS no_sms, s.voice_opted_out_at IS NOT NULL AS no_voice,
                   s.quiet_from, s.quiet_to, n.ciphers, n.lines
              FROM subscriber s
              LEFT JOIN LATERAL (
                   SELECT array_agg(cipher ORDER BY position) AS ciphers, array_agg(line ORDER BY position) AS lines
                     FROM subscriber_number WHERE subscriber_id = s.id AND dead_at IS NULL) n ON true
             WHERE s.id = ANY($1)""";

    private final Pool pool;

    Recipients(Pool pool) {
        this.pool = pool;
    }

    /** Those of the ids that exist; a merchant that may not be warned comes as not active. */
    public Uni<Map<UUID, Recipient>> load(Collection<UUID> ids) {
        return pool.preparedQuery(LOAD)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Recipient> recipients = new HashMap<>(rows.size() * 2);
                    rows.forEach(row -> recipients.put(row.getUUID("id"), recipient(row)));
                    return recipients;
                });
    }

    private static Recipient recipient(Row row) {
        String preferred = row.getString("preferred_channel");
        return new Recipient(
                row.getUUID("id"),
                row.getBoolean("active"),
                preferred == null ? null : Channel.valueOf(preferred),
                row.getBoolean("no_sms"),
                row.getBoolean("no_voice"),
                numbers(row.getArrayOfStrings("ciphers"), row.getArrayOfStrings("lines")),
                quietHours(row.getLocalTime("quiet_from"), row.getLocalTime("quiet_to")));
    }

    private static QuietHours quietHours(LocalTime from, LocalTime to) {
        return from == null ? null : new QuietHours(from, to);
    }

    private static List<EncryptedNumber> numbers(String[] ciphers, String[] lines) {
        if (ciphers == null) {
            return List.of();
        }
        List<EncryptedNumber> numbers = new ArrayList<>(ciphers.length);
        for (int i = 0; i < ciphers.length; i++) {
            numbers.add(new EncryptedNumber(ciphers[i], Line.valueOf(lines[i])));
        }
        return numbers;
    }
}
