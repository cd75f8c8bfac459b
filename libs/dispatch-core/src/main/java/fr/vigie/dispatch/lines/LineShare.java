package fr.vigie.dispatch.lines;

import fr.vigie.dispatch.lines.LineTable.Grant;
import java.util.function.IntSupplier;

/**
 * This copy's part of an operator's lines. None before the first lease, and none after a lease has ended without another:
 * the other copies have them then. Thread-safe.
 */
public final class LineShare {
    private static final Grant NONE = new Grant(0, 0);

    private final String carrier;
    private final IntSupplier total;
    private final double urgentShare;
    private volatile IntSupplier underWay = () -> 0;
    private volatile Grant granted = NONE;
    private volatile long validUntil;

    LineShare(String carrier, IntSupplier total, double urgentShare) {
        this.carrier = carrier;
        this.total = total;
        this.urgentShare = urgentShare;
    }

    /**
     * Who says how many calls are under way: counted so that a call is either in the number, or meets the limit as it
     * stands by now.
     */
    public void counting(IntSupplier calls) {
        underWay = calls;
    }

    /** Calls that this copy may hold at once. */
    public int all(long now) {
        return now - validUntil < 0 ? granted.lines() : 0;
    }

    /** Of these, how many that are not urgent. */
    public int bulk(long now) {
        return now - validUntil < 0 ? granted.bulk() : 0;
    }

    /** Leases again. Blocks. */
    void renew(LineTable table, String instance) {
        long asked = System.nanoTime();
        Claim claim = new Claim(total.getAsInt(), urgentShare);
        granted = table.renew(carrier, instance, claim, entitled -> {
            // What is given up is given up before it is counted, or it would be used once more.
            granted = new Grant(Math.min(granted.lines(), entitled.lines()), Math.min(granted.bulk(), entitled.bulk()));
            return underWay.getAsInt();
        });
        validUntil = asked + LineTable.LEASE.toNanos();
    }

    void release(LineTable table, String instance) {
        granted = NONE;
        table.release(carrier, instance);
    }
}
