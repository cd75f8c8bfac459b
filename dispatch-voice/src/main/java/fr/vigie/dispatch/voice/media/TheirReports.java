package fr.vigie.dispatch.voice.media;

/** How our sound arrives, as the other side's report blocks say. What cannot be true is passed over. */
final class TheirReports {
    /** Nobody waits that long for an answer; and a delay that is a lie gives such a value. */
    private static final int LONGEST_TRIP = 10 << 16;

    private static final int SAMPLES_PER_MILLI = 8;
    /** A minute of jitter is none. */
    private static final long MOST_JITTER = 60_000L * SAMPLES_PER_MILLI;

    private int count;
    private int worstFraction;
    private long lost;
    private long reached;
    private long worstJitter;
    private long worstTrip = -1;

    /**
     * A block about our source.
     *
     * @param fraction of packets lost since the report before, in 1/256
     * @param lostSoFar signed, since duplicates count as arrived
     * @param highest sequence number that arrived, with its cycles
     * @param jitter in samples
     * @param firstSent our first sequence number, 16 bits
     * @param sent how many packets we have sent
     */
    synchronized void block(int fraction, int lostSoFar, long highest, long jitter, int firstSent, long sent) {
        long upTo = highest - firstSent + 1;
        if (upTo < 1 || upTo > sent || lostSoFar > upTo || jitter > MOST_JITTER) {
            return;
        }
        count++;
        worstFraction = Math.max(worstFraction, fraction);
        if (upTo >= reached) { // an older report may come late
            reached = upTo;
            lost = Math.max(0, lostSoFar);
        }
        worstJitter = Math.max(worstJitter, jitter);
    }

    /**
     * A round trip (RFC 3550 section 6.4.1).
     *
     * @param now when the block came, in 1/65,536 s
     * @param lastReport which of our reports it names
     * @param delay how long the other side says it had kept it
     */
    synchronized void trip(int now, int lastReport, int delay) {
        int trip = now - lastReport - delay;
        if (delay >= 0 && trip >= 0 && trip <= LONGEST_TRIP) {
            worstTrip = Math.max(worstTrip, trip);
        }
    }

    /** Null where nothing was said that counts. */
    synchronized LegReport.Heard heard() {
        return count == 0
                ? null
                : new LegReport.Heard(
                        100.0 * worstFraction / 256,
                        100.0 * lost / reached,
                        (int) (worstJitter / SAMPLES_PER_MILLI),
                        worstTrip < 0 ? null : Integer.valueOf((int) (worstTrip * 1_000 >> 16)));
    }
}
