package fr.vigie.ingest.progress;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.EventBus;
import fr.vigie.bus.PoisonEventException;
import fr.vigie.bus.Received;
import fr.vigie.bus.Subscription;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.Topics;
import fr.vigie.outbox.DataRefusal;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Folds delivery events into deliveries and counters: one statement per batch, one delta per counter. */
@ApplicationScoped
class DeliveryFold implements BatchHandler<DeliveryEvent> {
    private static final int BATCH = 5_000;
    /** What happens to a delivery within a moment is one change of its row; officers look once or twice a second. */
    private static final Duration MOMENT = Duration.ofMillis(400);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Rows move only forward; what a late event knows besides is kept. old and new of RETURNING (PostgreSQL 18) give the
     * deltas. Counters and progress rows are taken in one order, so that copies of this service do not deadlock.
     */
    private static final String FOLD = """
            WITH merged AS (
                INSERT INTO delivery AS d (id, alert_id, recipient_id, channel, state, attempt, rank, final, reason, at,
                    first_handed_over_at, last_handed_over_at, carrier, possible_duplicate, fallback, fallback_of, due_at)
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[],
                    $7::smallint[], $8::boolean[], $9::text[], $10::timestamptz[], $11::timestamptz[],
                    $12::timestamptz[], $13::text[], $14::boolean[], $15::uuid[], $16::uuid[], $17::timestamptz[])
                ON CONFLICT (id) DO UPDATE SET
                    (state, attempt, rank, final, reason, at, carrier, due_at) =
                        (SELECT excluded.state, excluded.attempt, excluded.rank, excluded.final, excluded.reason,
                            excluded.at, coalesce(excluded.carrier, d.carrier), excluded.due_at
                        WHERE (excluded.attempt, excluded.rank) > (d.attempt, d.rank)
                        UNION ALL SELECT d.state, d.attempt, d.rank, d.final, d.reason, d.at, d.carrier, d.due_at
                        WHERE (excluded.attempt, excluded.rank) <= (d.attempt, d.rank)),
                    first_handed_over_at = least(d.first_handed_over_at, excluded.first_handed_over_at),
                    last_handed_over_at = greatest(d.last_handed_over_at, excluded.last_handed_over_at),
                    possible_duplicate = d.possible_duplicate OR excluded.possible_duplicate,
                    fallback = coalesce(d.fallback, excluded.fallback),
                    fallback_of = coalesce(d.fallback_of, excluded.fallback_of)
                WHERE (excluded.attempt, excluded.rank) > (d.attempt, d.rank)
                    OR least(d.first_handed_over_at, excluded.first_handed_over_at)
                        IS DISTINCT FROM d.first_handed_over_at
                    OR greatest(d.last_handed_over_at, excluded.last_handed_over_at)
                        IS DISTINCT FROM d.last_handed_over_at
                    OR excluded.possible_duplicate AND NOT d.possible_duplicate
                    OR excluded.fallback IS NOT NULL AND d.fallback IS NULL
                    OR excluded.fallback_of IS NOT NULL AND d.fallback_of IS NULL
                RETURNING new.alert_id, new.channel, new.at, new.first_handed_over_at, new.last_handed_over_at,
                    old.state AS was, new.state AS now,
                    (old.id IS NULL)::int AS appeared,
                    new.final::int - coalesce(old.final, false)::int AS finals,
                    (new.fallback IS NOT NULL AND old.fallback IS NULL)::int AS opened,
                    (new.first_handed_over_at IS NOT NULL AND old.first_handed_over_at IS NULL)::int AS handed),
            moves AS (
                SELECT alert_id, channel, state, sum(n)::int AS n FROM (
                    SELECT alert_id, channel, was AS state, -1 AS n FROM merged WHERE was IS NOT NULL
                    UNION ALL SELECT alert_id, channel, now, 1 FROM merged) AS steps
                GROUP BY alert_id, channel, state HAVING sum(n) <> 0),
            counted AS (
                INSERT INTO delivery_counter AS c (alert_id, channel, state, n)
                SELECT * FROM moves ORDER BY alert_id, channel, state
                ON CONFLICT (alert_id, channel, state) DO UPDATE SET n = c.n + excluded.n)
            SELECT alert_id, sum(appeared)::int AS seen, sum(finals)::int AS finals, sum(opened)::int AS fallbacks,
                coalesce(sum(handed) FILTER (WHERE channel = 'SMS'), 0)::int AS sms,
                coalesce(sum(handed) FILTER (WHERE channel = 'VOICE'), 0)::int AS voice,
                min(first_handed_over_at) AS first, max(last_handed_over_at) AS last, max(at) AS at
            FROM merged GROUP BY alert_id ORDER BY alert_id""";

    private final Pool pool;
    private final EventBus bus;
    private final ProgressUpdate update;

    DeliveryFold(Pool pool, EventBus bus, ProgressUpdate update) {
        this.pool = pool;
        this.bus = bus;
        this.update = update;
    }

    void start(@Observes StartupEvent event) {
        bus.subscribe(Subscription.to(DeliveryEvent.class, "progress", List.of(Topics.DELIVERY_EVENTS), BATCH, this)
                .gathering(MOMENT));
    }

    @Override
    public void handle(List<Received<DeliveryEvent>> batch) {
        Map<UUID, FoldedDelivery> folded = new LinkedHashMap<>();
        for (Received<DeliveryEvent> received : batch) {
            DeliveryEvent event = received.event();
            refuseIncomplete(event);
            folded.merge(event.deliveryId(), FoldedDelivery.of(event), FoldedDelivery::merge);
        }
        pool.withTransaction(connection -> connection
                        .preparedQuery(FOLD)
                        .execute(columns(folded.values()))
                        .chain(deltas -> update.apply(connection, deltas)))
                .await()
                .atMost(LIMIT);
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return DataRefusal.is(failure);
    }

    private static void refuseIncomplete(DeliveryEvent event) {
        boolean complete = Stream.of(
                        event.deliveryId(),
                        event.alertId(),
                        event.recipientId(),
                        event.channel(),
                        event.state(),
                        event.at())
                .allMatch(field -> field != null);
        if (!complete || event.attempt() < 0) {
            throw new PoisonEventException("INCOMPLETE_EVENT", "a delivery event lacks a field that it must have");
        }
    }

    private static Tuple columns(Collection<FoldedDelivery> deliveries) {
        List<DeliveryEvent> events =
                deliveries.stream().map(FoldedDelivery::furthest).toList();
        return Tuple.tuple()
                .addArrayOfUUID(column(events, DeliveryEvent::deliveryId, UUID[]::new))
                .addArrayOfUUID(column(events, DeliveryEvent::alertId, UUID[]::new))
                .addArrayOfUUID(column(events, DeliveryEvent::recipientId, UUID[]::new))
                .addArrayOfString(column(events, event -> event.channel().name(), String[]::new))
                .addArrayOfString(column(events, event -> event.state().name(), String[]::new))
                .addArrayOfInteger(column(events, DeliveryEvent::attempt, Integer[]::new))
                .addArrayOfShort(column(events, event -> (short) event.state().rank(), Short[]::new))
                .addArrayOfBoolean(column(events, event -> event.state().isFinal(), Boolean[]::new))
                .addArrayOfString(column(
                        events,
                        event -> event.reason() == null ? null : event.reason().name(),
                        String[]::new))
                .addArrayOfOffsetDateTime(column(events, event -> utc(event.at()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(column(deliveries, each -> utc(each.firstHandOver()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(column(deliveries, each -> utc(each.lastHandOver()), OffsetDateTime[]::new))
                .addArrayOfString(column(events, DeliveryEvent::carrier, String[]::new))
                .addArrayOfBoolean(column(deliveries, FoldedDelivery::possibleDuplicate, Boolean[]::new))
                .addArrayOfUUID(column(deliveries, FoldedDelivery::fallback, UUID[]::new))
                .addArrayOfUUID(column(deliveries, FoldedDelivery::fallbackOf, UUID[]::new))
                .addArrayOfOffsetDateTime(column(events, event -> utc(event.dueAt()), OffsetDateTime[]::new));
    }

    private static <S, T> T[] column(Collection<S> rows, Function<S, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
