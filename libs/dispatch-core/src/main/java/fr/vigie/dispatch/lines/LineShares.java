package fr.vigie.dispatch.lines;

import fr.vigie.dispatch.delivery.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * This copy's parts of all operators' lines, and the thread that leases them anew each second. While the database cannot
 * be asked, no call begins after the lease has ended; those that are up go on.
 */
public final class LineShares implements Runnable {
    private static final Logger LOG = Logger.getLogger(LineShares.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final long COMPLAIN_EVERY = 60_000_000_000L;

    private final LineTable table;
    private final String instance;
    private final double urgentShare;
    private final List<LineShare> shares = new CopyOnWriteArrayList<>();
    private final Semaphore stop = new Semaphore(0);
    private boolean complained;
    private long complainedAt;

    /**
     * @param instance name of this copy, the same after a restart: what an earlier run held is its own again
     * @param urgentShare part of the lines that only urgent calls use
     */
    public LineShares(Database database, String instance, double urgentShare) {
        this.table = new LineTable(database);
        this.instance = instance;
        this.urgentShare = urgentShare;
    }

    /**
     * The part of an operator's lines.
     *
     * @param total lines of all copies together
     */
    public LineShare of(String carrier, IntSupplier total) {
        LineShare share = new LineShare(carrier, total, urgentShare);
        shares.add(share);
        return share;
    }

    @Override
    public void run() {
        try {
            do {
                renew();
            } while (!stop.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        for (LineShare share : shares) {
            try {
                share.renew(table, instance);
                complained = false;
            } catch (RuntimeException e) {
                complain(e);
            }
        }
    }

    /** Ends the thread. The lines are kept until {@link #release}. */
    public void stop() {
        stop.release();
    }

    /** Gives the lines to the other copies at once, after the last call has ended. */
    public void release() {
        for (LineShare share : shares) {
            try {
                share.release(table, instance);
            } catch (RuntimeException e) {
                LOG.debug("lines not given up; their lease ends", e);
            }
        }
    }

    private void complain(RuntimeException cause) {
        long now = System.nanoTime();
        if (!complained || now - complainedAt > COMPLAIN_EVERY) {
            complained = true;
            complainedAt = now;
            LOG.warnf("no lines leased, trying on sqlState=%s", Database.sqlState(cause));
        }
        LOG.debug("lease failed", cause);
    }
}
