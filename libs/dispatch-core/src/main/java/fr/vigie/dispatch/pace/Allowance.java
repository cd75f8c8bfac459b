package fr.vigie.dispatch.pace;

import java.util.ArrayDeque;

/**
 * What this copy has booked of an operator's rate and not yet spent. Units are spent as they fall due; what is left when
 * its slice is over is lost, so that a pause is never made up for by a burst.
 *
 * <p>A text of several parts goes out whole once one unit is due. The other parts are owed, and the next units pay them.
 */
final class Allowance {
    /** How long after its end a slice may still be spent: threads do not wake to the millisecond. */
    static final long GRACE_NANOS = 20_000_000;

    private final ArrayDeque<Slice> slices = new ArrayDeque<>();
    /** Of the first slice. */
    private int spent;

    private int owed;

    synchronized void add(Slice slice) {
        slices.addLast(slice);
    }

    /** Whether a unit is due. */
    synchronized boolean allows(long now) {
        forget(now);
        return due(now) - owed > 0;
    }

    synchronized void spend(int units, long now) {
        forget(now);
        int left = units + owed;
        owed = 0;
        while (left > 0) {
            Slice first = slices.peekFirst();
            int take = first == null ? 0 : Math.min(left, first.due(now) - spent);
            spent += Math.max(0, take);
            left -= Math.max(0, take);
            if (first != null && spent == first.units()) {
                next();
            } else {
                break;
            }
        }
        owed = left;
    }

    /** What can still be spent of what is booked, now or later. */
    synchronized int left(long now) {
        forget(now);
        int all = -owed - spent;
        for (Slice slice : slices) {
            all += slice.units();
        }
        return all;
    }

    /** When the last slice ends; {@code now} where there is none. */
    synchronized long bookedUntil(long now) {
        Slice last = slices.peekLast();
        return last == null || now - last.to() > 0 ? now : last.to();
    }

    private int due(long now) {
        int due = -spent;
        for (Slice slice : slices) {
            due += slice.due(now);
        }
        return due;
    }

    private void forget(long now) {
        for (Slice first = slices.peekFirst(); first != null; first = slices.peekFirst()) {
            if (now - first.to() < GRACE_NANOS) {
                return;
            }
            owed -= Math.min(owed, first.units() - spent);
            next();
        }
    }

    private void next() {
        slices.pollFirst();
        spent = 0;
    }
}
