package fr.vigie.dispatch.flow;

import static fr.vigie.dispatch.delivery.Statements.ids;
import static fr.vigie.dispatch.delivery.Statements.integers;
import static fr.vigie.dispatch.delivery.Statements.texts;
import static fr.vigie.dispatch.delivery.Statements.times;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.delivery.Change;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.dispatch.flow.Recording.Outcome;
import fr.vigie.dispatch.flow.Recording.Planned;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Outcomes of a sleeper: its lease had ended, and somebody else went on with the delivery. What was handed over twice is
 * told and kept, so that the delivery is flagged and the receipt finds it. Where the merchant was reached better than by
 * all that the delivery knows of, that is its state from now on, and nothing more is tried. What the merchant said, as
 * that there be no more calls, holds in any case.
 */
final class LateOutcomes {
    /** From worse to better; all that is not here reached nobody. */
    private static final List<DeliveryState> REACHED = List.of(
            DeliveryState.VOICEMAIL, DeliveryState.ANSWERED, DeliveryState.ACKNOWLEDGED, DeliveryState.DELIVERED);

    private static final Comparator<Planned> BY_WORTH =
            Comparator.comparing(each -> REACHED.indexOf(each.change().last().state()));

    /** An id that the SMSC gives out again belongs to the later hand-over. */
    private static final String KEEP = "INSERT INTO extra_hand_over (carrier, carrier_message_id, delivery_id, attempt,"
            + " handed_over_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (carrier_message_id, carrier) DO"
            + " UPDATE SET delivery_id = excluded.delivery_id, attempt = excluded.attempt, handed_over_at ="
            + " excluded.handed_over_at WHERE extra_hand_over.handed_over_at < excluded.handed_over_at";

    /**
     * An attempt of its own after all others: so it supersedes what is final, and the outcome of whoever is calling just
     * now is late in its turn. Compared with the row as it is when it is locked, whoever was there before.
     */
    private static final String SUPERSEDE = "UPDATE delivery d SET state = u.state, rank = u.rank, attempt = d.attempt"
            + " + 1, reason = u.reason, carrier = u.carrier, handed_over_at = u.handed_over_at, waits_for = NULL, due_at ="
            + " NULL, owner = NULL, possible_duplicate = true, numbers = '', fallback_numbers = NULL, updated_at ="
            + " now() FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::timestamptz[]) AS"
            + " u(delivery_id, state, rank, reason, carrier, handed_over_at) WHERE d.delivery_id = u.delivery_id AND"
            + " array_position($7::text[], u.state) > coalesce(array_position($7::text[], d.state), 0)";

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

    /** What is to be told, of deliveries and of merchants. */
    record Told(List<DeliveryEvent> deliveries, List<OutgoingEvent> merchants) {}

    /** Stores what they change, and returns what is to be told. */
    Told record(List<Planned> late) {
        if (late.isEmpty()) {
            return new Told(List.of(), List.of());
        }
        Stored<Delivery> now = deliveries.select("WHERE d.delivery_id = ANY($1)", (Object) ids(late, LateOutcomes::id));
        Map<UUID, Delivery> rows = byId(now.rows());
        List<Planned> unrecorded = late.stream()
                .filter(each -> rows.containsKey(id(each)) && !isTheRecordedOne(each.source(), rows.get(id(each))))
                .toList();
        List<OutgoingEvent> merchants = new ArrayList<>();
        for (Planned each : unrecorded) {
            merchants.addAll(news.aboutSubscriber(each.row(), each.change(), now.at()));
        }
        List<Planned> extra = new ArrayList<>(
                unrecorded.stream().filter(LateOutcomes::handedOver).toList());
        List<DeliveryEvent> told = new ArrayList<>();
        supersede(extra, told);
        flag(extra, told);
        return new Told(told, merchants);
    }

    private static UUID id(Planned each) {
        return each.row().deliveryId();
    }

    private static Map<UUID, Delivery> byId(List<Delivery> rows) {
        return rows.stream().collect(Collectors.toMap(Delivery::deliveryId, Function.identity()));
    }

    private static boolean handedOver(Planned each) {
        return each.source().outcome() instanceof Accepted
                || (each.source().outcome() instanceof Final ended && ended.handedOverAt() != null);
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

    /** Takes those that became the state of their delivery out of {@code extra}. */
    private void supersede(List<Planned> extra, List<DeliveryEvent> told) {
        Map<UUID, Planned> best = new HashMap<>();
        for (Planned each : extra) {
            if (each.source().outcome() instanceof Final
                    && REACHED.contains(each.change().last().state())) {
                best.merge(id(each), each, BinaryOperator.maxBy(BY_WORTH));
            }
        }
        if (best.isEmpty()) {
            return;
        }
        List<Change> changes = best.values().stream().map(Planned::change).toList();
        Stored<Delivery> changed = deliveries.update(
                SUPERSEDE,
                ids(changes, Change::deliveryId),
                texts(changes, change -> change.last().state()),
                integers(changes, change -> change.last().state().rank()),
                texts(changes, change -> change.last().reason()),
                texts(changes, Change::carrier),
                times(changes, Change::handedOverAt),
                texts(REACHED, state -> state));
        for (Delivery row : changed.rows()) {
            extra.remove(best.get(row.deliveryId()));
            told.add(news.state(row, changed.at()));
        }
    }

    private void flag(List<Planned> extra, List<DeliveryEvent> told) {
        if (extra.isEmpty()) {
            return;
        }
        // Rare: one statement each.
        extra.forEach(each -> keep(each.source()));
        Stored<Delivery> flagged = deliveries.update(
                FLAG, (Object) extra.stream().map(LateOutcomes::id).toArray(UUID[]::new));
        Map<UUID, Delivery> rows = byId(flagged.rows());
        for (Planned each : extra) {
            told.add(event(rows.get(id(each)), each.source(), flagged.at()));
        }
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
