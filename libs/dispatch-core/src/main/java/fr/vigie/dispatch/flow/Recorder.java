package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.delivery.Change;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.flow.Recording.Arrival;
import fr.vigie.dispatch.flow.Recording.Entry;
import fr.vigie.dispatch.flow.Recording.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Has written what came of hand-overs. An outcome is kept until it is written, however long the database is away; a
 * receipt is refused after a failure, and the operator sends it again.
 *
 * <p>Two lanes, so that one makes its batch ready while the other waits for the disk. A message and its receipts take
 * the same one, or they would miss each other more often.
 */
final class Recorder implements ReceiptSink {
    private final RecorderLane one;
    private final RecorderLane other;
    private final Replies replies;
    private volatile boolean stopping;

    Recorder(Database database, Recording recording, Replies replies, int most) {
        this.one = new RecorderLane(database, recording, most);
        this.other = new RecorderLane(database, recording, most);
        this.replies = replies;
    }

    /** What a hand-over led to. */
    void outcome(Delivery row, String carrier, HandOverOutcome outcome) {
        Entry entry = new Outcome(row, carrier, outcome, null);
        if (outcome instanceof Accepted accepted) {
            lane(accepted.carrierMessageId()).add(entry);
        } else {
            lane(row.deliveryId()).add(entry);
        }
    }

    /** What we decided without an operator. */
    void decided(Delivery row, Change change) {
        lane(row.deliveryId()).add(new Outcome(row, null, null, change));
    }

    @Override
    public CompletionStage<Void> receive(Receipt receipt) {
        return add(new Arrival(receipt, null, false, System.nanoTime(), new CompletableFuture<>()));
    }

    /** What the operator answered when it was asked about this delivery; nothing where another attempt is under way. */
    CompletionStage<Void> answered(Delivery asked, Receipt answer) {
        return add(new Arrival(answer, asked, false, System.nanoTime(), new CompletableFuture<>()));
    }

    @Override
    public CompletionStage<Void> receive(Incoming message) {
        return replies.receive(message);
    }

    /** A receipt that stands in the table of parked ones. */
    CompletionStage<Void> receiveParked(Receipt receipt) {
        return add(new Arrival(receipt, null, true, System.nanoTime(), new CompletableFuture<>()));
    }

    private CompletionStage<Void> add(Arrival arrival) {
        if (stopping) {
            return CompletableFuture.failedFuture(new IllegalStateException("stopping"));
        }
        lane(arrival.receipt().carrierMessageId()).add(arrival);
        return arrival.done();
    }

    private RecorderLane lane(Object key) {
        int hash = key.hashCode();
        return ((hash ^ (hash >>> 16)) & 1) == 0 ? one : other;
    }

    /** How many entries are not yet written. */
    int unwritten() {
        return one.unwritten() + other.unwritten();
    }

    /** Ends the threads when all is written. */
    void stop() {
        stopping = true;
        Stream.of(one, other).forEach(RecorderLane::stop);
    }

    /** The work of its two threads. */
    List<Runnable> lanes() {
        return List.of(one, other);
    }
}
