package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Settles what is unknown or overdue: asks the operator where it can be asked, and else says what is true. A hand-over
 * that no one can tell about is sent again where it is urgent, and unconfirmed where it is not. A receipt that does not
 * come is asked for, at doubled delays; at the end of validity and grace it is unconfirmed.
 */
final class Settlement {
    private static final int MOST = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String[] LANES = {"URGENT", "BULK"};

    private static final String DUE =
            "WHERE waits_for = 'SETTLEMENT' AND lane = ANY($1) AND due_at <= now() LIMIT " + MOST;

    /** Asked about again when it is twice as old; taken by one copy at a time, and again should that one die. */
    private static final String OVERDUE = "UPDATE delivery d SET due_at = greatest(now() + interval '10 s',"
            + " least(d.expires + $2::bigint * interval '1 ms', CASE WHEN d.carrier = ANY($3) THEN NULL ELSE now() +"
            + " greatest(now() - coalesce(d.handed_over_at, now()), $4::bigint * interval '1 ms') END)) WHERE"
            + " d.delivery_id IN (SELECT delivery_id FROM delivery WHERE waits_for = 'RECEIPT' AND lane = ANY($1) AND"
            + " due_at <= now() LIMIT " + MOST + " FOR UPDATE SKIP LOCKED)";

    private static final String GUARD = " FROM unnest($1::uuid[], $2::int[]) AS u(delivery_id, attempt) WHERE"
            + " d.delivery_id = u.delivery_id AND d.attempt = u.attempt AND d.waits_for = ";

    private static final String UNDER_WAY = "UPDATE delivery d SET state = 'ACCEPTED', rank = 30, reason = NULL,"
            + " waits_for = 'RECEIPT', due_at = least(d.expires + $3::bigint * interval '1 ms', CASE WHEN $4::bigint > 0"
            + " THEN now() + $4::bigint * interval '1 ms' END), updated_at = now()" + GUARD + "'SETTLEMENT'";

    private static final String SEND_AGAIN = "UPDATE delivery d SET waits_for = 'ATTEMPT', due_at = now(),"
            + " possible_duplicate = true, carrier_message_id = NULL, updated_at = now()" + GUARD + "'SETTLEMENT'";

    private static final String UNCONFIRMED = "UPDATE delivery d SET state = 'UNCONFIRMED', rank = 80, reason ="
            + " CASE d.waits_for WHEN 'RECEIPT' THEN 'NO_RECEIPT' ELSE coalesce(d.reason, 'INTERRUPTED') END,"
            + " waits_for = NULL, due_at = NULL, numbers = '', fallback_numbers = NULL, updated_at = now() FROM"
            + " unnest($1::uuid[], $2::int[]) AS u(delivery_id, attempt) WHERE d.delivery_id = u.delivery_id AND"
            + " d.attempt = u.attempt AND d.rank < 80 AND d.waits_for IN ('RECEIPT', 'SETTLEMENT')";

    private static final String WAIT_FOR_EXPIRY =
            "UPDATE delivery d SET due_at = d.expires, updated_at = now()" + GUARD + "'SETTLEMENT'";

    private final ChannelProfile profile;
    private final Questions questions;
    private final Database database;
    private final Recorder recorder;
    private final News news;
    private final Course course;
    private final ClaimLoop claims;
    private final DispatchMeters meters;

    Settlement(
            ChannelProfile profile,
            Questions questions,
            Database database,
            Recorder recorder,
            News news,
            Course course,
            ClaimLoop claims,
            DispatchMeters meters) {
        this.profile = profile;
        this.questions = questions;
        this.database = database;
        this.recorder = recorder;
        this.news = news;
        this.course = course;
        this.claims = claims;
        this.meters = meters;
    }

    /** Settles what is due, some at a time. */
    void settle() {
        settleUnknown();
        settleOverdue();
    }

    private void settleUnknown() {
        List<Delivery> due = database.transaction(statements ->
                new Deliveries(statements).select(DUE, (Object) LANES).rows());
        if (due.isEmpty()) {
            return;
        }
        Questions.Answers answers = questions.ask(due);
        List<Delivery> underWay = new ArrayList<>();
        List<Delivery> again = new ArrayList<>();
        List<Delivery> waiting = new ArrayList<>();
        List<Delivery> over = new ArrayList<>();
        for (Delivery row : due) {
            Receipt answer = answers.receipts().get(row.deliveryId());
            if (answers.unasked().contains(row.deliveryId())) {
                continue; // it stays due
            }
            if (answer != null && answer.state().isFinal()) {
                await(recorder.answered(row, answer).toCompletableFuture());
            } else if (answer != null) {
                underWay.add(row);
            } else if (course.obstacle(row).isPresent()) {
                over.add(row);
            } else if (row.lane() == Urgency.URGENT) {
                again.add(row);
            } else {
                waiting.add(row);
            }
        }
        change(underWay, UNDER_WAY, true);
        change(again, SEND_AGAIN, false);
        change(waiting, WAIT_FOR_EXPIRY, false);
        change(over, UNCONFIRMED, true);
        if (!again.isEmpty()) {
            claims.backlog(Urgency.URGENT);
        }
    }

    private void settleOverdue() {
        Stored<Delivery> due = database.transaction(statements -> new Deliveries(statements)
                .update(
                        OVERDUE,
                        LANES,
                        profile.receiptGrace().toMillis(),
                        questions.mute(),
                        profile.queryAfter().toMillis()));
        if (due.rows().isEmpty()) {
            return;
        }
        Questions.Answers answers = questions.ask(due.rows());
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        List<Delivery> over = new ArrayList<>();
        for (Delivery row : due.rows()) {
            Receipt answer = answers.receipts().get(row.deliveryId());
            boolean ended = !due.at().isBefore(row.expires().plus(profile.receiptGrace()));
            if (answer != null && answer.state().isFinal()) {
                stored.add(recorder.answered(row, answer).toCompletableFuture());
            } else if (ended && !answers.unasked().contains(row.deliveryId())) {
                over.add(row);
            }
        }
        stored.forEach(Settlement::await);
        change(over, UNCONFIRMED, true);
    }

    private static void await(CompletableFuture<Void> stored) {
        try {
            stored.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It stays due and is asked about again.
        }
    }

    private void change(List<Delivery> rows, String update, boolean tell) {
        if (rows.isEmpty()) {
            return;
        }
        UUID[] ids = rows.stream().map(Delivery::deliveryId).toArray(UUID[]::new);
        Integer[] attempts = rows.stream().map(Delivery::attempt).toArray(Integer[]::new);
        List<DeliveryEvent> events = database.transaction(statements -> {
            Deliveries deliveries = new Deliveries(statements);
            Stored<Delivery> changed = update.equals(UNDER_WAY)
                    ? deliveries.update(
                            update,
                            ids,
                            attempts,
                            profile.receiptGrace().toMillis(),
                            profile.queryAfter().toMillis())
                    : deliveries.update(update, ids, attempts);
            if (!tell) {
                return List.<DeliveryEvent>of();
            }
            List<DeliveryEvent> told = changed.rows().stream()
                    .map(row -> news.state(row, changed.at()))
                    .toList();
            statements.publish(told.stream().map(News::outgoing).toList());
            return told;
        });
        meters.told(events);
    }
}
