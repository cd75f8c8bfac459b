package fr.vigie.dispatch.voice.media;

import java.time.Instant;

/**
 * Time as RTCP writes it (RFC 3550 section 4): seconds since 1900 and their fraction, 32 bits each. It runs on from one
 * reading of the clock, so that a clock that is set during a call spoils no round trip.
 */
final class NtpTime {
    private static final long SECONDS_FROM_1900 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;

    private final long seconds;
    private final int nanos;
    private final long startNanos;

    /**
     * @param start what the clock says
     * @param startNanos {@link System#nanoTime} at that moment
     */
    NtpTime(Instant start, long startNanos) {
        this.seconds = start.getEpochSecond() + SECONDS_FROM_1900;
        this.nanos = start.getNano();
        this.startNanos = startNanos;
    }

    /** @param now of {@link System#nanoTime} */
    long at(long now) {
        long since = nanos + (now - startNanos);
        return seconds + since / NANOS << 32 | (since % NANOS << 32) / NANOS;
    }

    /** Seconds and fraction with 16 bits each, as reports repeat it. */
    static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }
}
