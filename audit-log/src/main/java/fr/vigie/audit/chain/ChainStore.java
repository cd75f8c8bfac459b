package fr.vigie.audit.chain;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Appends to chains and reads them. Two writers of one chain wait for each other at its row. */
@ApplicationScoped
public class ChainStore {
    private static final String LOCK_CHAIN =
            "SELECT first_offset, last_offset, records, head FROM chain WHERE topic_id = $1 AND partition = $2"
                    + " FOR UPDATE";
    private static final String MOVE_CHAIN =
            "INSERT INTO chain (topic_id, partition, topic, first_offset, last_offset, records, head)"
                    + " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (topic_id, partition) DO UPDATE SET"
                    + " last_offset = excluded.last_offset, records = excluded.records, head = excluded.head";
    private static final String INSERT_PAGE =
            "INSERT INTO page (topic_id, partition, first_offset, last_offset, records, body)"
                    + " VALUES ($1, $2, $3, $4, $5, $6) RETURNING page_id";
    private static final String INSERT_ALERTS =
            "INSERT INTO page_alert (alert_id, page_id) SELECT unnest($1::uuid[]), $2";
    private static final String CHAINS =
            "SELECT topic_id, partition, topic, first_offset, last_offset, records, head FROM chain"
                    + " ORDER BY topic, partition, topic_id";
    private static final String PAGES_AFTER = "SELECT p.first_offset, p.last_offset, p.body,"
            + " ARRAY(SELECT a.alert_id FROM page_alert a WHERE a.page_id = p.page_id)"
            + " FROM page p WHERE p.topic_id = $1 AND p.partition = $2 AND p.first_offset > $3"
            + " ORDER BY p.first_offset LIMIT 20";
    private static final String PAGES_OF_ALERT =
            "SELECT p.page_id, p.partition, p.body, c.topic FROM page_alert a JOIN page p USING (page_id)"
                    + " JOIN chain c USING (topic_id, partition) WHERE a.alert_id = $1 AND p.page_id >= $2"
                    + " ORDER BY p.page_id LIMIT $3";

    private final Pool pool;

    ChainStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Appends records in the order of their offsets, in one transaction. Records that the chain already has are
     * skipped.
     *
     * @return how many were appended
     */
    public Uni<Integer> append(ChainId chain, List<AuditRecord> entries) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_CHAIN)
                .execute(Tuple.of(chain.topicId(), chain.partition()))
                .chain(rows -> append(connection, chain, head(chain, rows, entries), entries)));
    }

    private static Head head(ChainId chain, RowSet<Row> rows, List<AuditRecord> entries) {
        for (Row row : rows) {
            return new Head(row.getLong(0), row.getLong(1), row.getLong(2), hex(row.getBuffer(3)));
        }
        long first = entries.get(0).offset();
        return new Head(first, first - 1, 0, new RecordHash().genesis(chain, first));
    }

    private static Uni<Integer> append(SqlConnection connection, ChainId chain, Head head, List<AuditRecord> entries) {
        RecordHash hash = new RecordHash();
        String previous = head.hash;
        List<AuditRecord> linked = new ArrayList<>(entries.size());
        for (AuditRecord entry : entries) {
            if (entry.offset() > head.lastOffset) {
                previous = hash.of(previous, entry);
                linked.add(entry.withHash(previous));
            }
        }
        if (linked.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        long lastOffset = linked.get(linked.size() - 1).offset();
        Tuple moved = Tuple.from(List.of(
                chain.topicId(),
                chain.partition(),
                chain.topic(),
                head.firstOffset,
                lastOffset,
                head.records + linked.size(),
                bytes(HexFormat.of().parseHex(previous))));
        Tuple page = Tuple.from(List.of(
                chain.topicId(),
                chain.partition(),
                linked.get(0).offset(),
                lastOffset,
                linked.size(),
                bytes(PageCodec.write(linked))));
        UUID[] alerts = linked.stream()
                .map(AuditRecord::alertId)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(UUID[]::new);
        return connection
                .preparedQuery(MOVE_CHAIN)
                .execute(moved)
                .chain(() -> connection.preparedQuery(INSERT_PAGE).execute(page))
                .chain(inserted -> connection
                        .preparedQuery(INSERT_ALERTS)
                        .execute(Tuple.of(alerts, inserted.iterator().next().getLong(0))))
                .replaceWith(linked.size());
    }

    /** All chains with their heads. */
    public Uni<List<Chain>> chains() {
        return pool.query(CHAINS).execute().map(rows -> {
            List<Chain> chains = new ArrayList<>();
            for (Row row : rows) {
                chains.add(new Chain(
                        new ChainId(row.getUUID(0), row.getString(2), row.getInteger(1)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        hex(row.getBuffer(6))));
            }
            return chains;
        });
    }

    /** Up to 20 pages of a chain whose first offset lies after the given one. */
    public Uni<List<Page>> pagesAfter(ChainId chain, long offset) {
        return pool.preparedQuery(PAGES_AFTER)
                .execute(Tuple.of(chain.topicId(), chain.partition(), offset))
                .map(rows -> {
                    List<Page> pages = new ArrayList<>();
                    for (Row row : rows) {
                        pages.add(new Page(
                                row.getLong(0),
                                row.getLong(1),
                                row.getBuffer(2).getBytes(),
                                Set.of(row.getArrayOfUUIDs(3))));
                    }
                    return pages;
                });
    }

    /** Pages that speak of an alert, in the order in which they were stored, from a page id on. */
    public Multi<AlertPage> pagesOf(UUID alertId, long fromPage, int limit) {
        return pool.preparedQuery(PAGES_OF_ALERT)
                .execute(Tuple.of(alertId, fromPage, limit))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .map(row -> new AlertPage(
                        row.getLong(0),
                        row.getString(3),
                        row.getInteger(1),
                        row.getBuffer(2).getBytes()));
    }

    /** The driver's own buffer: a tuple made of a list does not unwrap Mutiny's. */
    private static Object bytes(byte[] value) {
        return Buffer.buffer(value).getDelegate();
    }

    private static String hex(Buffer bytes) {
        return HexFormat.of().formatHex(bytes.getBytes());
    }

    private record Head(long firstOffset, long lastOffset, long records, String hash) {}

    /** A chain and the hash of its last record, in hexadecimal. */
    public record Chain(ChainId id, long firstOffset, long lastOffset, long records, String head) {}

    /**
     * Consecutive records of one chain.
     *
     * @param body the records, as {@link PageCodec} wrote them
     * @param alerts the alerts by which the page is found
     */
    public record Page(long firstOffset, long lastOffset, byte[] body, Set<UUID> alerts) {}

    /** A page, and where its records come from. */
    public record AlertPage(long pageId, String topic, int partition, byte[] body) {}
}
