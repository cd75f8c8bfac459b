package fr.vigie.dispatch.pace;

import fr.vigie.dispatch.delivery.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * The paces of all operators of this copy, and the thread that books their slices. While the database cannot be asked,
 * nothing more is sent to an operator with a limit than what is booked.
 */
public final class Paces implements Runnable {
    private static final Logger LOG = Logger.getLogger(Paces.class);
    private static final long LONGEST_WAIT = 1_000_000_000;
    private static final long PAUSE_MILLIS = 250;
    private static final long FAILED = -1;
    private static final long COMPLAIN_EVERY = 60_000_000_000L;

    private final PaceTable table;
    private final List<Pace> paces = new CopyOnWriteArrayList<>();
    private final Semaphore wanted = new Semaphore(0);
    private volatile boolean stopping;
    private boolean complained;
    private long complainedAt;

    public Paces(Database database) {
        this.table = new PaceTable(database);
    }

    /** The pace of an operator. */
    public Pace of(String carrier, IntSupplier unitsPerSecond) {
        Pace pace = new Pace(carrier, unitsPerSecond, table);
        paces.add(pace);
        return pace;
    }

    /** Says what waits for an operator, and has slices booked where they are lacking. Does not block. */
    public void wants(Pace pace, Demand demand, long now) {
        pace.wants(demand);
        if (wanted.availablePermits() == 0 && pace.lacks(now)) {
            wanted.release();
        }
    }

    /** Ends the thread. */
    public void stop() {
        stopping = true;
        wanted.release();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                long wait = book();
                if (wait == FAILED) {
                    Thread.sleep(PAUSE_MILLIS);
                } else if (wait > 0 && wanted.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                    wanted.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long book() {
        long soonest = LONGEST_WAIT;
        List<RuntimeException> failures = new ArrayList<>();
        for (Pace pace : paces) {
            if (pace.limited()) {
                try {
                    soonest = Math.min(soonest, pace.book());
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
        }
        if (failures.isEmpty()) {
            complained = false;
            return soonest;
        }
        complain(failures.get(0));
        return FAILED;
    }

    private void complain(RuntimeException cause) {
        long now = System.nanoTime();
        if (!complained || now - complainedAt > COMPLAIN_EVERY) {
            complained = true;
            complainedAt = now;
            LOG.warnf("no rate booked, trying on sqlState=%s", Database.sqlState(cause));
        }
        LOG.debug("booking failed", cause);
    }
}
