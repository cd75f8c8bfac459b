package fr.vigie.dispatch.pace;

/**
 * Turns the database's time into this process's. Of many answers the quickest tells the difference best; all slices are
 * placed by the same difference, so that they do not overlap because one answer took longer than another. The error is
 * the time that the quickest answer took to come back, and always to the late side.
 */
final class DatabaseTime {
    private static final long RENEWED_NANOS = 30_000_000_000L;

    private long difference;
    private long candidate;
    private long since;
    private boolean known;

    /**
     * The same moment by {@link System#nanoTime}.
     *
     * @param moment in nanoseconds of the database
     * @param then what the database's clock said in the same answer
     * @param asked when it was asked, by {@link System#nanoTime}
     * @param heard when the answer came
     */
    long local(long moment, long then, long asked, long heard) {
        long seen = heard - then;
        // The clock said it after it was asked: where our difference denies that, one of the clocks has jumped.
        boolean jumped = known && then + difference - asked < 0;
        if (!known || jumped || seen < difference) {
            difference = seen;
            candidate = seen;
            since = heard;
            known = true;
        } else if (heard - since > RENEWED_NANOS) {
            difference = candidate; // clocks drift
            candidate = seen;
            since = heard;
        } else {
            candidate = Math.min(candidate, seen);
        }
        return moment + difference;
    }
}
