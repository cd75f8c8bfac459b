package fr.vigie.smpp;

/** Whether the centre is still there: a quiet one is asked by enquire_link (section 4.11). */
final class Pulse {
    private final long quietNanos;
    private final long answerNanos;
    private long heardAt;
    private long askedAt;
    private boolean asked;

    Pulse(SessionLimits limits, long now) {
        this.quietNanos = limits.enquireLink().toNanos();
        this.answerNanos = limits.responseTimeout().toNanos();
        this.heardAt = now;
    }

    /** A whole PDU came in. */
    void heard(long now) {
        heardAt = now;
        asked = false;
    }

    boolean heardSince(long moment) {
        return heardAt - moment > 0;
    }

    /** Whether it is time to ask. */
    boolean quiet(long now) {
        return !asked && now - heardAt >= quietNanos;
    }

    void asked(long now) {
        asked = true;
        askedAt = now;
    }

    boolean waits() {
        return asked;
    }

    /** Whether it was asked and has not answered in time. */
    boolean dead(long now) {
        return asked && now - askedAt >= answerNanos;
    }
}
