package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.flow.Recording.Arrival;
import fr.vigie.dispatch.flow.Recording.Entry;
import fr.vigie.dispatch.flow.Recording.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Writes its part of what came of hand-overs, in bulk, on one thread: at once where it is idle, and as much as has
 * gathered where it is not.
 */
final class RecorderLane implements Runnable {
    private static final Logger LOG = Logger.getLogger(RecorderLane.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long LOOK_MILLIS = 50;

    private final Database database;
    private final Recording recording;
    private final int most;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    /** Receipts that wait for the submit response they overtook; only this thread touches it. */
    private List<Arrival> held = new ArrayList<>();

    private volatile boolean stopping;

    RecorderLane(Database database, Recording recording, int most) {
        this.database = database;
        this.recording = recording;
        this.most = most;
    }

    void add(Entry entry) {
        unwritten.incrementAndGet();
        queue.add(entry);
    }

    /** How many entries are not yet written. */
    int unwritten() {
        return unwritten.get();
    }

    /** Ends the thread when all is written. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping || !queue.isEmpty() || !held.isEmpty()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        List<Entry> batch = new ArrayList<>(held);
        int waiting = batch.size();
        Entry first = queue.poll(waiting == 0 && !stopping ? 1_000 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null && waiting == 0) {
            return;
        }
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, most - 1);
        }
        write(batch);
    }

    private void write(List<Entry> batch) throws InterruptedException {
        List<Entry> left = batch;
        while (!left.isEmpty()) {
            try {
                Recording.Result result = writeOnce(left);
                held = result.held();
                unwritten.addAndGet(held.size() - left.size());
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        "outcomes not written, trying again entries=%d sqlState=%s", left.size(), Database.sqlState(e));
                LOG.debug("recording failed", e);
                held = List.of();
                left = afterFailure(left, e);
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private Recording.Result writeOnce(List<Entry> batch) {
        boolean lastChance = stopping;
        Recording.Result result = database.transaction(statements -> recording.record(statements, batch, lastChance));
        recording.committed(result);
        return result;
    }

    /** Receipts are given back to the operator; of outcomes, those that the database will never take are dropped. */
    private List<Entry> afterFailure(List<Entry> batch, RuntimeException failure) throws InterruptedException {
        List<Entry> outcomes = new ArrayList<>();
        for (Entry entry : batch) {
            if (entry instanceof Arrival arrival) {
                unwritten.decrementAndGet();
                arrival.done().completeExceptionally(failure);
            } else {
                outcomes.add(entry);
            }
        }
        boolean refused = Database.sqlState(failure).startsWith("22")
                || Database.sqlState(failure).startsWith("23");
        if (!refused) {
            return outcomes;
        }
        if (outcomes.size() == 1) {
            // Its lease ends, and it is settled as unknown.
            LOG.errorf(
                    "outcome cannot be stored deliveryId=%s",
                    ((Outcome) outcomes.get(0)).row().deliveryId());
            unwritten.decrementAndGet();
            return List.of();
        }
        for (Entry single : outcomes) {
            write(List.of(single));
        }
        return List.of();
    }
}
