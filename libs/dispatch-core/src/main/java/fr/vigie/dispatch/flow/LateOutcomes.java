package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.dispatch.flow.Recording.Outcome;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Outcomes of a sleeper: its lease had ended, and somebody else went on with the delivery. What was handed over twice is
 * told and kept, so that the delivery is flagged and the receipt finds it.
 */
final class LateOutcomes {
    /** An id that the SMSC gives out again belongs to the later hand-over. */
    private static final String KEEP = "INSERT INTO extra_hand_over (carrier, carrier_message_id, delivery_id, attempt,"
            + " handed_over_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (carrier_message_id, carrier) DO"
            + " UPDATE SET delivery_id = excluded.delivery_id, attempt = excluded.attempt, handed_over_at ="
            + " excluded.handed_over_at WHERE extra_hand_over.handed_over_at < excluded.handed_over_at";

    private static final String FLAG =
            "UPDATE delivery d SET possible_duplicate = true, updated_at = now() WHERE d.delivery_id = ANY($1)";

    private final Statements statements;
    private final Deliveries deliveries;
    private final News news;

    LateOutcomes(Statements statements, Deliveries deliveries, News news) {
        this.statements = statements;
        this.deliveries = deliveries;
        this.news = news;
    }

    /** Stores those that were hand-overs, and returns what is to be told. */
    List<DeliveryEvent> record(List<Outcome> late) {
        if (late.isEmpty()) {
            return List.of();
        }
        Map<UUID, Delivery> now = deliveries.find(
                late.stream().map(each -> each.row().deliveryId()).toList());
        Map<UUID, Outcome> extra = new HashMap<>();
        for (Outcome each : late) {
            Delivery row = now.get(each.row().deliveryId());
            if (row != null && handedOver(each) && !isTheRecordedOne(each, row)) {
                extra.put(row.deliveryId(), each);
            }
        }
        if (extra.isEmpty()) {
            return List.of();
        }
        // Rare: one statement each.
        extra.values().forEach(this::keep);
        Stored<Delivery> flagged =
                deliveries.update(FLAG, (Object) extra.keySet().toArray(UUID[]::new));
        List<DeliveryEvent> events = new ArrayList<>();
        for (Delivery row : flagged.rows()) {
            events.add(event(row, extra.get(row.deliveryId()), flagged.at()));
        }
        return events;
    }

    private static boolean handedOver(Outcome each) {
        return each.outcome() instanceof Accepted
                || (each.outcome() instanceof Final ended && ended.handedOverAt() != null);
    }

    /** After a commit whose answer was lost, the same outcome comes again. */
    private static boolean isTheRecordedOne(Outcome each, Delivery row) {
        if (each.outcome() instanceof Accepted accepted
                && accepted.carrierMessageId().equals(row.carrierMessageId())) {
            return true;
        }
        return each.outcome() instanceof Final ended
                && row.attempt() == each.row().attempt()
                && row.state() == ended.state();
    }

    private void keep(Outcome each) {
        if (each.outcome() instanceof Accepted accepted) {
            statements.run(
                    KEEP,
                    each.carrier(),
                    accepted.carrierMessageId(),
                    each.row().deliveryId(),
                    each.row().attempt(),
                    Statements.time(accepted.at()));
        }
    }

    private DeliveryEvent event(Delivery row, Outcome late, Instant at) {
        DeliveryEvent now = news.state(row, at);
        boolean accepted = late.outcome() instanceof Accepted;
        Final ended = accepted ? null : (Final) late.outcome();
        return new DeliveryEvent(
                now.deliveryId(),
                now.alertId(),
                now.recipientId(),
                now.channel(),
                now.urgency(),
                accepted ? DeliveryState.ACCEPTED : ended.state(),
                late.row().attempt(),
                accepted ? null : ended.reason(),
                at,
                accepted ? ((Accepted) late.outcome()).at() : ended.handedOverAt(),
                late.carrier(),
                accepted ? ((Accepted) late.outcome()).carrierMessageId() : null,
                true,
                now.chunk(),
                now.position(),
                null,
                now.fallbackOf());
    }
}
