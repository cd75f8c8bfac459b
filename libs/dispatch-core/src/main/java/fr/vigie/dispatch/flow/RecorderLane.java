package fr.vigie.dispatch.flow;

import fr.vigie.bus.DataFault;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.flow.Recording.Arrival;
import fr.vigie.dispatch.flow.Recording.Entry;
import fr.vigie.dispatch.flow.Recording.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    /** So many outcomes at once: where they come like that, more follow. Of receipts the operator sends no more anyway. */
    private static final int BUSY = 50;

    private static final long MOMENT_MILLIS = 15;

    private final Database database;
    private final Recording recording;
    private final int most;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    /** Receipts that wait for the submit response they overtook; only this thread touches it. */
    private List<Arrival> held = new ArrayList<>();

    private boolean busy;
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
            gather();
            queue.drainTo(batch, most - 1);
        }
        busy = batch.stream().filter(Outcome.class::isInstance).count() >= BUSY;
        write(batch);
    }

    /** While much comes a transaction is worth more with all that comes within a moment. */
    private void gather() throws InterruptedException {
        if (busy && !stopping && queue.size() < most) {
            Thread.sleep(MOMENT_MILLIS);
        }
    }

    private void write(List<Entry> batch) throws InterruptedException {
        held = new ArrayList<>(); // the batch has them
        Deque<List<Entry>> open = new ArrayDeque<>(List.of(batch));
        while (!open.isEmpty()) {
            List<Entry> some = open.removeFirst();
            try {
                Recording.Result result = writeOnce(some);
                held.addAll(result.held());
                unwritten.addAndGet(result.held().size() - some.size());
            } catch (RuntimeException e) {
                if (Database.refuses(e) || DataFault.is(e)) {
                    split(some, e, open);
                } else {
                    putOff(some, e, open);
                }
            } catch (OutOfMemoryError e) {
                putOff(some, new IllegalStateException("no memory", e), open);
            } catch (Error e) {
                split(some, new IllegalStateException("an entry breaks the recorder", e), open);
            }
        }
    }

    private Recording.Result writeOnce(List<Entry> batch) {
        boolean lastChance = stopping;
        Recording.Result result = database.transaction(statements -> recording.record(statements, batch, lastChance));
        recording.committed(result);
        return result;
    }

    /** One that can never be stored must not take others with it: found by halves, and dropped. */
    private void split(List<Entry> batch, RuntimeException failure, Deque<List<Entry>> open) {
        if (batch.size() == 1) {
            unwritten.decrementAndGet();
            recording.drop(batch.get(0), failure);
            return;
        }
        int middle = batch.size() / 2;
        open.addFirst(batch.subList(middle, batch.size()));
        open.addFirst(batch.subList(0, middle));
    }

    /** The database is away: receipts are given back to the operator, outcomes are written when it is there again. */
    private void putOff(List<Entry> batch, RuntimeException failure, Deque<List<Entry>> open)
            throws InterruptedException {
        LOG.warnf(
                "outcomes not written, trying again entries=%d sqlState=%s", batch.size(), Database.sqlState(failure));
        LOG.debug("recording failed", failure);
        List<Entry> outcomes = new ArrayList<>();
        for (Entry entry : batch) {
            if (entry instanceof Arrival arrival) {
                unwritten.decrementAndGet();
                arrival.done().completeExceptionally(failure);
            } else {
                outcomes.add(entry);
            }
        }
        if (!outcomes.isEmpty()) {
            open.addFirst(outcomes);
        }
        Thread.sleep(PAUSE.toMillis());
    }
}
