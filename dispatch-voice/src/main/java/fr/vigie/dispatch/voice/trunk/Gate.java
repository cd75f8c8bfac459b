package fr.vigie.dispatch.voice.trunk;

import java.time.Duration;
import java.time.Instant;

/**
 * Lets calls through to a proxy, and none for a while after it met them with trouble. After such a rest one call goes
 * first, as a probe; the others follow when it has shown that calls are taken again, all at once. A probe that meets
 * trouble is followed by the next rest, which is longer. One that shows nothing is followed by another soon, so that a
 * call that hangs holds up nobody.
 *
 * <p>Every call has a pass, a number that grows. One that went through before the last rest says nothing of the time
 * after it, however it ends. Not thread-safe.
 */
final class Gate {
    /** What {@link #enter} gives where the gate is closed. */
    static final long CLOSED = 0;

    private static final Duration FIRST_REST = Duration.ofSeconds(2);
    /** Urgent calls may wait for the end of it while the proxy is well again. */
    private static final Duration LONGEST_OWN_REST = Duration.ofSeconds(8);
    /** However long the proxy wishes to be left alone. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    /** Networks take some seconds until a telephone rings. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private boolean proven = true;
    private long last;
    /** The last pass before the last rest. */
    private long past;

    private Duration ownRest = FIRST_REST;
    private Instant restUntil = Instant.MIN;
    /** The probe that nothing is known of yet, or 0. */
    private long probe;

    private Instant probeUntil = Instant.MIN;

    /** Whether calls are taken, as far as is known; else a probe is due, or under way, or it rests. */
    boolean proven() {
        return proven;
    }

    /** Whether a call gets through now. */
    boolean isOpen(Instant now) {
        return proven || !resting(now) && (probe == 0 || !now.isBefore(probeUntil));
    }

    /** Lets a call through: gives its pass, or {@link #CLOSED}. */
    long enter(Instant now) {
        if (!isOpen(now)) {
            return CLOSED;
        }
        last++;
        if (!proven) {
            probe = last;
            probeUntil = now.plus(PATIENCE);
        }
        return last;
    }

    /** Whether a call that got through and has not begun yet may still do so. */
    boolean honours(long pass, Instant now) {
        return pass > past && (proven || !resting(now));
    }

    private boolean resting(Instant now) {
        return now.isBefore(restUntil);
    }

    /** How many calls it has let through. */
    long passes() {
        return last;
    }

    /** A call met trouble of the proxy's own: rests for as long as it wishes, and no shorter after each probe. */
    void troubled(long pass, Duration wish, Instant now) {
        if (pass > past && !proven) {
            ownRest = shorter(ownRest.multipliedBy(2), LONGEST_OWN_REST);
        }
        rest(pass, wish.compareTo(ownRest) < 0 ? ownRest : wish, now);
    }

    /** Rests; what went through before the present rest, and ends now, may only prolong it. */
    void rest(long pass, Duration time, Instant now) {
        if (pass > past) {
            past = last;
            probe = 0;
            proven = false;
        }
        Instant until = now.plus(shorter(time, LONGEST_REST));
        restUntil = until.isAfter(restUntil) ? until : restUntil;
    }

    /**
     * A call was taken, or refused for what is wrong with its number.
     *
     * @return whether the gate is wide open from now on, and was not before
     */
    boolean taken(long pass) {
        if (proven || pass <= past) {
            return false;
        }
        proven = true;
        ownRest = FIRST_REST;
        probe = 0;
        return true;
    }

    /** A call is over, or never began, and showed nothing: if it was the probe, the next one may go. */
    void left(long pass) {
        if (pass == probe) {
            probe = 0;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
