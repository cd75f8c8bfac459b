package fr.vigie.ingest.progress;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.EventBus;
import fr.vigie.bus.PoisonEventException;
import fr.vigie.bus.Received;
import fr.vigie.bus.Subscription;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.RecipientsResolved.LeftOut;
import fr.vigie.events.Topics;
import fr.vigie.outbox.DataRefusal;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Folds the registry's answers into progress: each chunk counts once, however often it is announced. */
@ApplicationScoped
class ResolutionFold implements BatchHandler<RecipientsResolved> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String CHUNK = """
            WITH fresh AS (INSERT INTO resolved_chunk (alert_id, chunk, last) VALUES ($1, $2, false)
                ON CONFLICT DO NOTHING RETURNING alert_id)
            UPDATE alert_progress p SET version = version + 1, chunks = chunks + 1, resolved_sms = resolved_sms + $3,
                resolved_voice = resolved_voice + $4, resolved_at = greatest(resolved_at, $5),
                answered_at = coalesce(answered_at, $5)
            FROM fresh WHERE p.alert_id = fresh.alert_id""";

    private static final String TOTALS = """
            WITH fresh AS (INSERT INTO resolved_chunk (alert_id, chunk, last) VALUES ($1, $2, true)
                ON CONFLICT DO NOTHING RETURNING alert_id)
            UPDATE alert_progress p SET version = version + 1, total_chunks = $2, total_sms = $3, total_voice = $4,
                resolved_at = greatest(resolved_at, $5), answered_at = coalesce(answered_at, $5),
                outside_territory = $6, no_usable_number = $7, position_too_vague = $8, too_late = $9
            FROM fresh WHERE p.alert_id = fresh.alert_id""";

    private final Pool pool;
    private final EventBus bus;
    private final ProgressUpdate update;

    ResolutionFold(Pool pool, EventBus bus, ProgressUpdate update) {
        this.pool = pool;
        this.bus = bus;
        this.update = update;
    }

    void start(@Observes StartupEvent event) {
        bus.subscribe(Subscription.to(
                RecipientsResolved.class, "resolution", List.of(Topics.RECIPIENTS_RESOLVED), 500, this));
    }

    @Override
    public void handle(List<Received<RecipientsResolved>> batch) {
        // By alert, so that two copies of this service take the progress rows in one order.
        List<RecipientsResolved> events = batch.stream()
                .map(Received::event)
                .peek(ResolutionFold::refuseIncomplete)
                .sorted(Comparator.comparing(RecipientsResolved::alertId))
                .toList();
        List<Tuple> chunks = events.stream()
                .filter(event -> !event.last())
                .map(ResolutionFold::values)
                .toList();
        List<Tuple> totals = events.stream()
                .filter(RecipientsResolved::last)
                .map(ResolutionFold::totals)
                .toList();
        List<UUID> alerts =
                events.stream().map(RecipientsResolved::alertId).distinct().toList();
        pool.withTransaction(connection -> connection
                        .preparedQuery(
                                "SELECT 1 FROM alert_progress WHERE alert_id = ANY ($1) ORDER BY alert_id FOR UPDATE")
                        .execute(Tuple.of(alerts.toArray(UUID[]::new)))
                        .chain(() -> chunks.isEmpty()
                                ? Uni.createFrom().nullItem()
                                : connection.preparedQuery(CHUNK).executeBatch(chunks))
                        .chain(() -> totals.isEmpty()
                                ? Uni.createFrom().nullItem()
                                : connection.preparedQuery(TOTALS).executeBatch(totals))
                        .chain(() -> update.settle(
                                connection, alerts.stream().map(Tuple::of).toList())))
                .await()
                .atMost(LIMIT);
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return DataRefusal.is(failure);
    }

    private static void refuseIncomplete(RecipientsResolved event) {
        if (event.alertId() == null
                || event.at() == null
                || event.chunk() < 0
                || event.sms() < 0
                || event.voice() < 0) {
            throw new PoisonEventException("INCOMPLETE_EVENT", "a resolution event lacks a field that it must have");
        }
    }

    private static Tuple values(RecipientsResolved event) {
        return Tuple.of(
                event.alertId(),
                event.chunk(),
                event.sms(),
                event.voice(),
                event.at().atOffset(ZoneOffset.UTC));
    }

    private static Tuple totals(RecipientsResolved event) {
        LeftOut leftOut = event.leftOut() == null ? LeftOut.NONE : event.leftOut();
        return values(event)
                .addInteger(leftOut.outsideTerritory())
                .addInteger(leftOut.noUsableNumber())
                .addInteger(leftOut.positionTooVague())
                .addInteger(leftOut.tooLate() == null ? 0 : leftOut.tooLate());
    }
}
