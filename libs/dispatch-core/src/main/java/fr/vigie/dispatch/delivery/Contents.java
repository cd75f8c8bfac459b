package fr.vigie.dispatch.delivery;

import static fr.vigie.dispatch.delivery.Statements.ids;
import static fr.vigie.dispatch.delivery.Statements.texts;
import static fr.vigie.dispatch.delivery.Statements.times;

import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The contents of alerts; the latest ones are kept in memory, since thousands of deliveries share each. */
@ApplicationScoped
public class Contents {
    private static final int KEPT = 1_000;

    private static final String INSERT =
            "INSERT INTO content (content_id, alert_id, reference, status, authority, body,"
                    + " sent, expires, fallback_channel, fallback_body) SELECT * FROM unnest($1::uuid[], $2::uuid[],"
                    + " $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::text[],"
                    + " $10::text[]) ON CONFLICT (content_id) DO NOTHING";

    private static final String FIND = "SELECT content_id, alert_id, reference, status, authority, body, sent, expires,"
            + " fallback_channel, fallback_body FROM content WHERE content_id = ANY($1)";

    private final Map<UUID, Content> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Content> eldest) {
            return size() > KEPT;
        }
    };

    /** Stores contents that are not known to be stored. */
    public void store(Statements statements, Collection<Content> contents) {
        List<Content> unknown =
                contents.stream().filter(each -> !isKnown(each.contentId())).toList();
        if (unknown.isEmpty()) {
            return;
        }
        statements.run(
                INSERT,
                ids(unknown, Content::contentId),
                ids(unknown, Content::alertId),
                texts(unknown, Content::reference),
                texts(unknown, Content::status),
                texts(unknown, Content::authority),
                texts(unknown, Content::body),
                times(unknown, Content::sent),
                times(unknown, Content::expires),
                texts(unknown, Content::fallbackChannel),
                texts(unknown, Content::fallbackBody));
    }

    /** Says that contents are committed, so that they need not be stored again. */
    public void committed(Collection<Content> contents) {
        synchronized (known) {
            contents.forEach(each -> known.put(each.contentId(), each));
        }
    }

    /** Finds contents by id. */
    public Map<UUID, Content> find(Statements statements, Set<UUID> contentIds) {
        Map<UUID, Content> found = new HashMap<>();
        Set<UUID> missing = new java.util.HashSet<>();
        synchronized (known) {
            for (UUID id : contentIds) {
                Content content = known.get(id);
                if (content == null) {
                    missing.add(id);
                } else {
                    found.put(id, content);
                }
            }
        }
        if (!missing.isEmpty()) {
            for (Row row : statements.run(FIND, (Object) missing.toArray(UUID[]::new))) {
                Content content = content(row);
                found.put(content.contentId(), content);
            }
            committed(found.values());
        }
        return found;
    }

    private boolean isKnown(UUID id) {
        synchronized (known) {
            return known.containsKey(id);
        }
    }

    private static Content content(Row row) {
        String fallbackChannel = row.getString(8);
        return new Content(
                row.getUUID(0),
                row.getUUID(1),
                row.getString(2),
                AlertStatus.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                instant(row.getOffsetDateTime(6)),
                instant(row.getOffsetDateTime(7)),
                fallbackChannel == null ? null : Channel.valueOf(fallbackChannel),
                row.getString(9));
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
