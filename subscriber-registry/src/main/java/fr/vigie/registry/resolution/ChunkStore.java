package fr.vigie.registry.resolution;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Channel;
import fr.vigie.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of chunks. */
@ApplicationScoped
class ChunkStore {
    private static final String ALL_SEEN = "~(B'0'::bit(512))";

    /** One statement, one transaction: the alert moves on and the chunk is there, or neither. */
    private static final String STORE = "WITH moved AS (UPDATE alert a SET cursor = $3, next_chunk = next_chunk + 1,"
            + " failures = 0, outside_territory = outside_territory + $4, no_usable_number = no_usable_number + $5,"
            + " position_too_vague = position_too_vague + $6, too_late = too_late + $12"
            + " WHERE alert_id = $1 AND next_chunk = $2 AND state = 'RESOLVING' AND NOT " + AlertStore.ENDED
            + " RETURNING 1)"
            + " INSERT INTO chunk (alert_id, chunk_no, recipients, channels, sms, voice, state, seen)"
            + " SELECT $1, $2, $7::uuid[], $8::text, $9::int, $10::int, 'STORED', $11::text::bit(512) FROM moved";

    private static final String WAITING = "SELECT alert_id, chunk_no, recipients, channels FROM chunk"
            + " WHERE alert_id = $1 AND state = 'STORED' ORDER BY chunk_no";
    private static final String PUBLISHED = "UPDATE chunk SET publications = 1,"
            + " next_look = now() + $3 * interval '1 ms',"
            + " state = CASE WHEN seen = " + ALL_SEEN + " THEN 'CONFIRMED' ELSE 'PUBLISHED' END"
            + " WHERE alert_id = $1 AND chunk_no = $2 AND state = 'STORED'";
    /** Of a chunk that was published and not marked dispatchers may have spoken: those are deliveries, and not lost. */
    private static final String DROP = "WITH dropped AS (UPDATE chunk SET state = 'DROPPED' WHERE alert_id = $1"
            + " AND state = 'STORED' RETURNING bit_count(~seen) AS unseen)"
            + " UPDATE alert SET too_late = too_late + (SELECT coalesce(sum(unseen), 0)::int FROM dropped)"
            + " WHERE alert_id = $1 AND $2";

    private static final String SEEN = "UPDATE chunk c SET seen = c.seen | v.bits::bit(512),"
            + " state = CASE WHEN (c.seen | v.bits::bit(512)) = " + ALL_SEEN
            + " AND c.state = 'PUBLISHED' THEN 'CONFIRMED' ELSE c.state END"
            + " FROM unnest($1::uuid[], $2::int[], $3::text[]) AS v(alert_id, chunk_no, bits)"
            + " WHERE c.alert_id = v.alert_id AND c.chunk_no = v.chunk_no AND c.state IN ('STORED', 'PUBLISHED')"
            + " AND (c.seen | v.bits::bit(512)) <> c.seen";

    private static final String ABANDON = "UPDATE chunk k SET state = 'ABANDONED' FROM alert a"
            + " WHERE k.state = 'PUBLISHED' AND k.next_look <= now() AND a.alert_id = k.alert_id AND "
            + AlertStore.ENDED;
    private static final String CLAIM_SILENT = "WITH silent AS (SELECT k.alert_id, k.chunk_no FROM chunk k"
            + " JOIN alert a USING (alert_id) WHERE k.state = 'PUBLISHED' AND k.next_look <= now() AND NOT "
            + AlertStore.ENDED + " ORDER BY a.urgent DESC, k.next_look LIMIT $3 FOR UPDATE OF k SKIP LOCKED)"
            + " UPDATE chunk k SET publications = k.publications + 1,"
            + " next_look = now() + least($1 * 2 ^ k.publications, $2) * interval '1 ms'"
            + " FROM silent, alert a WHERE k.alert_id = silent.alert_id AND k.chunk_no = silent.chunk_no"
            + " AND a.alert_id = k.alert_id"
            + " RETURNING k.alert_id, k.chunk_no, k.recipients, k.channels, k.seen::text AS seen, a.event";

    private final Pool pool;
    private final Outbox outbox;
    private final RegistrySettings settings;
    private final Clock clock;

    ChunkStore(Pool pool, Outbox outbox, RegistrySettings settings, Clock clock) {
        this.pool = pool;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Stores the chunk and moves the alert's cursor.
     *
     * @return false where the alert has ended, or someone else has stored a chunk of this number
     */
    Uni<Boolean> store(Chunk chunk, UUID cursor, LeftOutCount leftOut) {
        Tuple row = Tuple.tuple()
                .addUUID(chunk.alertId())
                .addInteger(chunk.number())
                .addUUID(cursor)
                .addInteger(leftOut.outsideTerritory)
                .addInteger(leftOut.noUsableNumber)
                .addInteger(leftOut.positionTooVague)
                .addArrayOfUUID(chunk.recipientIds())
                .addString(chunk.channelLetters())
                .addInteger(chunk.count(Channel.SMS))
                .addInteger(chunk.count(Channel.VOICE))
                .addString(SeenBits.noneOf(chunk.places().size()))
                .addInteger(leftOut.tooLate);
        return pool.preparedQuery(STORE).execute(row).map(result -> result.rowCount() == 1);
    }

    /** Chunks that were stored and not marked as published: after a crash. */
    Uni<List<Chunk>> waiting(UUID alertId) {
        return pool.preparedQuery(WAITING).execute(Tuple.of(alertId)).map(rows -> {
            List<Chunk> chunks = new ArrayList<>(rows.size());
            rows.forEach(row -> chunks.add(chunk(row)));
            return chunks;
        });
    }

    /** Marks a chunk as published and says so, with the further events, in one transaction. */
    Uni<Void> published(Chunk chunk, List<OutgoingEvent> further) {
        List<OutgoingEvent> events = new ArrayList<>(further);
        events.add(ResolvedEvents.chunk(
                chunk.alertId(),
                chunk.number(),
                chunk.count(Channel.SMS),
                chunk.count(Channel.VOICE),
                clock.instant()));
        Tuple row = Tuple.of(chunk.alertId(), chunk.number(), (double)
                settings.confirmWithin().toMillis());
        return outbox.transaction(connection -> connection
                .preparedQuery(PUBLISHED)
                .execute(row)
                .chain(result -> result.rowCount() == 1
                        ? outbox.append(connection, events)
                        : Uni.createFrom().voidItem()));
    }

    /**
     * Gives up what was not published: the alert has ended.
     *
     * @param tooLate whether those merchants count as warned too late, because nobody cancelled it
     */
    Uni<Void> drop(UUID alertId, boolean tooLate) {
        return pool.preparedQuery(DROP).execute(Tuple.of(alertId, tooLate)).replaceWithVoid();
    }

    /** Adds positions to what was seen. Repeating it changes nothing. */
    Uni<Void> seen(Map<ChunkKey, BitSet> positions) {
        UUID[] alerts = new UUID[positions.size()];
        Integer[] numbers = new Integer[positions.size()];
        String[] bits = new String[positions.size()];
        int i = 0;
        // In one order everywhere, so that two copies never wait for each other's rows.
        for (var entry : new java.util.TreeMap<>(positions).entrySet()) {
            alerts[i] = entry.getKey().alertId();
            numbers[i] = entry.getKey().number();
            bits[i++] = SeenBits.text(entry.getValue());
        }
        return pool.preparedQuery(SEEN)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(alerts)
                        .addArrayOfInteger(numbers)
                        .addArrayOfString(bits))
                .replaceWithVoid();
    }

    /** A published chunk that dispatchers are silent about, and what they have spoken of. */
    record Silent(AlertAccepted alert, Chunk chunk, BitSet seen) {}

    /** Takes silent chunks whose time has come and puts off the next look; urgent ones first. */
    Uni<List<Silent>> claimSilent(int limit) {
        Tuple parameters = Tuple.of(
                (double) settings.confirmWithin().toMillis(),
                (double) settings.longestBackOff().toMillis(),
                limit);
        return pool.query(ABANDON)
                .execute()
                .chain(() -> pool.preparedQuery(CLAIM_SILENT).execute(parameters))
                .map(rows -> {
                    List<Silent> silent = new ArrayList<>(rows.size());
                    rows.forEach(row -> silent.add(new Silent(
                            AlertStore.event(row.getBuffer("event")),
                            chunk(row),
                            SeenBits.parse(row.getString("seen")))));
                    return silent;
                });
    }

    private static Chunk chunk(Row row) {
        return new Chunk(
                row.getUUID("alert_id"),
                row.getInteger("chunk_no"),
                Chunk.places(row.getArrayOfUUIDs("recipients"), row.getString("channels")));
    }

    /** A chunk's name. */
    record ChunkKey(UUID alertId, int number) implements Comparable<ChunkKey> {
        @Override
        public int compareTo(ChunkKey other) {
            int byAlert = alertId.compareTo(other.alertId);
            return byAlert != 0 ? byAlert : Integer.compare(number, other.number);
        }
    }
}
