package fr.vigie.dispatch.pace;

import fr.vigie.dispatch.pace.PaceTable.Booking;

/**
 * This copy's part of an operator's limit: books slices while something waits, a little ahead of their time, so that
 * nothing waits for the database. Used by one thread; what it books is spent by another through the allowance.
 */
final class Share {
    /** What one booking takes at most. */
    static final long SLICE_NANOS = 80_000_000;

    /** How far ahead of the end of the last slice the next is booked: a busy database may take that long. */
    private static final long LEAD_NANOS = 2 * SLICE_NANOS;
    /** How far ahead others may have booked when bulk still books. */
    private static final long BULK_HORIZON_NANOS = 200_000_000;
    /** As far as bulk can have booked, and more: what is urgent never waits for another copy's bulk to go on. */
    private static final long URGENT_HORIZON_NANOS = 500_000_000;

    /** Nothing is needed; whoever needs something says so. */
    static final long NEVER = 1_000_000_000;

    private static final long NANOS = 1_000_000_000;
    /** A hundredth more than a second's: the way to the operator is not equally long for each. */
    private static final long MICROS_FOR_EACH = 1_010_000;

    private final String carrier;
    private final PaceTable table;
    private final Allowance allowance;
    private final DatabaseTime time = new DatabaseTime();
    private long notBefore;
    private boolean waits;

    Share(String carrier, PaceTable table, Allowance allowance) {
        this.carrier = carrier;
        this.table = table;
        this.allowance = allowance;
    }

    /**
     * Books where there is a need.
     *
     * @param limit units per second of all copies together, at least 1
     * @param most units per second that this copy shall book at most
     * @return how long until it should be asked again, in nanoseconds
     */
    long book(Demand demand, int limit, double most, long now) {
        int left = allowance.left(now);
        int worthHaving = (int) Math.ceil(most * (LEAD_NANOS + SLICE_NANOS) / NANOS);
        int missing = Math.min(demand.all(), worthHaving) - left;
        if (missing <= 0) {
            return demand.all() > left ? SLICE_NANOS / 4 : NEVER;
        }
        boolean urgent = demand.urgent() > left;
        long ahead = allowance.bookedUntil(now) - now;
        if (ahead >= LEAD_NANOS) {
            return ahead - LEAD_NANOS;
        }
        if (waits && !urgent && notBefore - now > 0) {
            return notBefore - now;
        }
        int slice = (int) Math.max(1, Math.min(limit, most) * SLICE_NANOS / NANOS);
        return request(Math.min(slice, missing), limit, urgent ? URGENT_HORIZON_NANOS : BULK_HORIZON_NANOS);
    }

    private long request(int units, int limit, long horizon) {
        long asked = System.nanoTime();
        long micros = (units * MICROS_FOR_EACH + limit - 1) / limit;
        Booking booking = table.book(carrier, micros, horizon / 1_000);
        long heard = System.nanoTime();
        if (booking.clock() == 0) {
            return 0; // the first booking ever
        }
        long at = time.local(booking.at() * 1_000, booking.clock() * 1_000, asked, heard);
        waits = !booking.granted();
        if (booking.granted()) {
            allowance.add(new Slice(at, at + micros * 1_000, units));
            return 0;
        }
        notBefore = at;
        return Math.max(0, at - heard);
    }
}
