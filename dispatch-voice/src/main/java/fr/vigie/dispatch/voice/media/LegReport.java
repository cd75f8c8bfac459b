package fr.vigie.dispatch.voice.media;

/**
 * What the sound of a call came to.
 *
 * @param sent RTP packets to the telephone
 * @param received packets from it, keys among them, and those before the answer
 * @param early how many of these came before the answer
 * @param lost packets of the telephone's sound that never came (RFC 3550 appendix A.3)
 * @param jitterMillis the greatest jitter of the telephone's sound, in ms; null where too little came to tell
 * @param heard what the telephone reports of our sound; null where it reports nothing
 */
public record LegReport(long sent, long received, long early, long lost, Integer jitterMillis, Heard heard) {
    /** No sound at all. */
    public static final LegReport NOTHING = new LegReport(0, 0, 0, 0, null, null);

    /**
     * By RTCP receiver reports.
     *
     * @param worstLossPercent of one interval between reports, 0–100
     * @param averageLossPercent of all that was sent up to the last report, 0–100
     * @param jitterMillis the greatest reported, in ms
     * @param roundTripMillis the greatest, in ms; null where it cannot be told
     */
    public record Heard(
            double worstLossPercent, double averageLossPercent, int jitterMillis, Integer roundTripMillis) {}
}
