package fr.vigie.dispatch.flow;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Change;
import fr.vigie.dispatch.delivery.Change.Step;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Written;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One batch of outcomes and receipts: decides what they change, writes it, and tells it, in one transaction. */
final class Recording {
    private static final Logger LOG = Logger.getLogger(Recording.class);

    private final ChannelProfile profile;
    private final Course course;
    private final Contents contents;
    private final News news;
    private final Duration patience;
    private final DispatchMeters meters;
    private final OnceAMinute complaint = new OnceAMinute();

    Recording(
            ChannelProfile profile,
            Course course,
            Contents contents,
            News news,
            Duration patience,
            DispatchMeters meters) {
        this.profile = profile;
        this.course = course;
        this.contents = contents;
        this.news = news;
        this.patience = patience;
        this.meters = meters;
    }

    /** Something to record. */
    sealed interface Entry {}

    /**
     * What came of a hand-over.
     *
     * @param outcome null where {@code decided} says it all
     */
    record Outcome(Delivery row, String carrier, HandOverOutcome outcome, Change decided) implements Entry {}

    /**
     * A receipt.
     *
     * @param asked the delivery that the operator was asked about, whatever else has its id; null where nobody asked
     * @param parked whether it comes from the table of parked receipts
     * @param heardAt by {@link System#nanoTime}
     * @param done completed after the commit
     */
    record Arrival(Receipt receipt, Delivery asked, boolean parked, long heardAt, CompletableFuture<Void> done)
            implements Entry {}

    /**
     * What a transaction did.
     *
     * @param events what was told
     * @param done receipts that are stored
     * @param held receipts to look at again soon
     */
    record Result(List<DeliveryEvent> events, List<Arrival> done, List<Arrival> held, Map<String, Integer> matches) {}

    /** @param lastChance whether there is no later: what would be held is parked instead */
    Result record(Statements statements, List<Entry> batch, boolean lastChance) {
        return new Batch(statements, lastChance).record(batch);
    }

    /** Tells the operators and the meters. */
    void committed(Result result) {
        result.done().forEach(arrival -> arrival.done().complete(null));
        meters.told(result.events());
        result.matches().forEach(meters::receipts);
    }

    /** An entry that can never be stored. A receipt is answered as taken, or the operator would bring it for days. */
    void drop(Entry entry, RuntimeException failure) {
        if (entry instanceof Arrival arrival) {
            meters.receipts("unstorable", 1);
            if (complaint.due()) {
                LOG.warnf(
                        "receipt can never be stored and is dropped carrier=%s sqlState=%s failure=%s",
                        arrival.receipt().carrier(), Database.sqlState(failure), failure.getClass());
            }
            arrival.done().complete(null);
        } else {
            // Its lease ends, and it is settled as unknown.
            LOG.errorf(
                    "outcome can never be stored and is dropped deliveryId=%s sqlState=%s failure=%s",
                    ((Outcome) entry).row().deliveryId(), Database.sqlState(failure), failure.getClass());
        }
        LOG.debug("entry dropped", failure);
    }

    private record Key(String carrier, String messageId) {
        static Key of(Receipt receipt) {
            return new Key(receipt.carrier(), receipt.carrierMessageId());
        }
    }

    /** A change and the row that it was decided for; {@code source} is null where a receipt led to it. */
    record Planned(Delivery row, Change change, Outcome source) {
        boolean isHandOver() {
            return source != null && source.outcome() != null;
        }
    }

    private final class Batch {
        private final Statements statements;
        private final Deliveries deliveries;
        private final ReceiptTable receipts;
        private final boolean lastChance;
        private final Map<UUID, Planned> plan = new LinkedHashMap<>();
        private final List<Planned> late = new ArrayList<>();
        private final Map<Outcome, Receipt> joined = new HashMap<>();
        private final Map<Key, Arrival> arrivals = new LinkedHashMap<>();
        private final List<Arrival> answers = new ArrayList<>();
        private final List<Arrival> done = new ArrayList<>();
        private final List<Arrival> held = new ArrayList<>();
        private final List<OutgoingEvent> outgoing = new ArrayList<>();
        private final List<DeliveryEvent> told = new ArrayList<>();
        private final Map<String, Integer> matches = new HashMap<>();

        Batch(Statements statements, boolean lastChance) {
            this.statements = statements;
            this.deliveries = new Deliveries(statements);
            this.receipts = new ReceiptTable(statements);
            this.lastChance = lastChance;
        }

        Result record(List<Entry> batch) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Entry entry : batch) {
                if (entry instanceof Arrival arrival) {
                    arrived(arrival);
                } else {
                    outcomes.add((Outcome) entry);
                }
            }
            planOutcomes(outcomes);
            planReceipts();
            planAnswers();
            write();
            statements.publish(outgoing);
            return new Result(told, done, held, matches);
        }

        /** Of several receipts for one message the one that says most is looked at. */
        private void arrived(Arrival arrival) {
            if (arrival.asked() != null) {
                answers.add(arrival);
                return;
            }
            Arrival other = arrivals.get(Key.of(arrival.receipt()));
            if (other == null) {
                arrivals.put(Key.of(arrival.receipt()), arrival);
            } else if (other.receipt().state().rank()
                    < arrival.receipt().state().rank()) {
                arrivals.put(Key.of(arrival.receipt()), arrival);
                done.add(other);
            } else {
                done.add(arrival);
            }
        }

        private void planOutcomes(List<Outcome> outcomes) {
            List<Key> unanswered = new ArrayList<>();
            for (Outcome each : outcomes) {
                if (each.outcome() instanceof Accepted accepted) {
                    Key key = new Key(each.carrier(), accepted.carrierMessageId());
                    if (!arrivals.containsKey(key)) {
                        unanswered.add(key);
                    }
                }
            }
            Map<Key, Receipt> parked = new HashMap<>();
            receipts.takeParked(unanswered, Key::carrier, Key::messageId)
                    .forEach(receipt -> parked.put(Key.of(receipt), receipt));
            count("parked", parked.size());
            for (Outcome each : outcomes) {
                planOutcome(new Planned(each.row(), decide(each, parked), each));
            }
        }

        /** Who slept may have two attempts of one delivery end together: the earlier one is late. */
        private void planOutcome(Planned planned) {
            Planned other = plan.get(planned.row().deliveryId());
            if (other != null && other.row().attempt() >= planned.row().attempt()) {
                late.add(planned);
                return;
            }
            plan.put(planned.row().deliveryId(), planned);
            if (other != null) {
                late.add(other);
            }
        }

        private Change decide(Outcome each, Map<Key, Receipt> parked) {
            if (each.decided() != null) {
                return each.decided();
            }
            if (each.outcome() instanceof Accepted accepted) {
                Key key = new Key(each.carrier(), accepted.carrierMessageId());
                Arrival early = arrivals.remove(key);
                Receipt receipt = early == null ? parked.get(key) : early.receipt();
                if (early != null) {
                    settled(early);
                    count("early", 1);
                }
                if (receipt != null) {
                    joined.put(each, receipt);
                    return course.after(each.row(), each.carrier(), accepted, receipt);
                }
            }
            return course.after(each.row(), each.carrier(), each.outcome());
        }

        private void planReceipts() {
            if (arrivals.isEmpty()) {
                return;
            }
            List<Arrival> left = new ArrayList<>(arrivals.values());
            Map<Integer, Delivery> found =
                    deliveries.findByReceipt(left.stream().map(Arrival::receipt).toList());
            List<Arrival> unmatched = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                Arrival arrival = left.get(i);
                Delivery row = found.get(i);
                if (row == null) {
                    unmatched.add(arrival);
                } else {
                    planOrHold(arrival, row);
                }
            }
            holdOrPark(unmatched);
        }

        private void planAnswers() {
            if (answers.isEmpty()) {
                return;
            }
            Map<UUID, Delivery> rows = deliveries.find(
                    answers.stream().map(each -> each.asked().deliveryId()).toList());
            for (Arrival answer : answers) {
                Delivery row = rows.get(answer.asked().deliveryId());
                if (row == null || row.attempt() != answer.asked().attempt()) {
                    settled(answer); // about an attempt that is over
                } else {
                    planOrHold(answer, row);
                }
            }
        }

        private void planOrHold(Arrival arrival, Delivery row) {
            if (plan.containsKey(row.deliveryId())) {
                held.add(arrival); // one change of a row at a time
            } else {
                planReceipt(arrival, row);
            }
        }

        private void planReceipt(Arrival arrival, Delivery row) {
            settled(arrival);
            course.after(row, arrival.receipt())
                    .ifPresentOrElse(
                            change -> {
                                plan.put(row.deliveryId(), new Planned(row, change, null));
                                count("direct", 1);
                            },
                            () -> count("repeated", 1));
        }

        private void settled(Arrival arrival) {
            done.add(arrival);
            if (arrival.parked()) {
                receipts.drop(arrival.receipt());
            }
        }

        private void holdOrPark(List<Arrival> unmatched) {
            long now = System.nanoTime();
            List<Arrival> parking = new ArrayList<>();
            for (Arrival arrival : unmatched) {
                if (arrival.parked()) {
                    done.add(arrival);
                } else if (!lastChance && now - arrival.heardAt() < patience.toNanos()) {
                    held.add(arrival);
                } else {
                    parking.add(arrival);
                    done.add(arrival);
                }
            }
            receipts.park(parking.stream().map(Arrival::receipt).toList());
        }

        private void write() {
            if (plan.isEmpty()) {
                return;
            }
            List<Planned> planned = new ArrayList<>(plan.values());
            Map<Integer, Written> written =
                    deliveries.write(planned.stream().map(Planned::change).toList(), profile.receiptGrace());
            Map<UUID, Content> texts = fallbackContents(planned, written.keySet());
            for (int i = 0; i < planned.size(); i++) {
                Planned each = planned.get(i);
                if (written.containsKey(i)) {
                    tell(each, written.get(i), texts);
                } else {
                    late.add(each);
                }
            }
            LateOutcomes.Told lately = new LateOutcomes(statements, deliveries, news)
                    .record(late.stream().filter(Planned::isHandOver).toList());
            lately.deliveries().forEach(this::tell);
            outgoing.addAll(lately.merchants());
            // Of an extra hand-over now: found by that from the table.
            receipts.park(late.stream()
                    .map(each -> joined.get(each.source()))
                    .filter(Objects::nonNull)
                    .toList());
        }

        private Map<UUID, Content> fallbackContents(List<Planned> planned, Set<Integer> written) {
            Set<UUID> wanted = written.stream()
                    .map(planned::get)
                    .filter(each -> each.change().fallback())
                    .map(each -> each.row().contentId())
                    .collect(Collectors.toSet());
            return wanted.isEmpty() ? Map.of() : contents.find(statements, wanted);
        }

        private void tell(Planned planned, Written written, Map<UUID, Content> texts) {
            Change change = planned.change();
            UUID fallback = null;
            Content content = change.fallback() ? texts.get(planned.row().contentId()) : null;
            if (content != null && content.fallbackChannel() != null) {
                DeliveryRequested asked = news.fallback(planned.row(), content);
                fallback = asked.deliveryId();
                outgoing.add(News.outgoing(asked, written.at()));
            }
            for (Step step : change.steps()) {
                boolean last = step == change.last();
                String messageId = messageId(planned, step);
                boolean duplicate =
                        last ? written.possibleDuplicate() : planned.row().possibleDuplicate();
                tell(news.step(
                        planned.row(), change, step, messageId, written.at(), duplicate, last ? fallback : null));
            }
            outgoing.addAll(news.aboutSubscriber(planned.row(), change, written.at()));
        }

        private String messageId(Planned planned, Step step) {
            boolean accepted = step.state() == DeliveryState.ACCEPTED
                    && planned.source() != null
                    && planned.source().outcome() instanceof Accepted;
            return accepted
                    ? ((Accepted) planned.source().outcome()).carrierMessageId()
                    : planned.change().carrierMessageId();
        }

        private void tell(DeliveryEvent event) {
            told.add(event);
            outgoing.add(News.outgoing(event));
        }

        private void count(String match, int number) {
            matches.merge(match, number, Integer::sum);
        }
    }
}
