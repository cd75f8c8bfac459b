package fr.vigie.smpp;

import java.util.concurrent.atomic.LongAdder;

/** What is worth counting and concerns no request that still waits. May be shared by sessions. */
public final class SessionCounts {
    private final LongAdder late = new LongAdder();
    private final LongAdder unexpected = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder timeouts = new LongAdder();

    void late() {
        late.increment();
    }

    void unexpected() {
        unexpected.increment();
    }

    void malformed() {
        malformed.increment();
    }

    void timeout() {
        timeouts.increment();
    }

    /** Responses that came after their request had been given up. */
    public long lateResponses() {
        return late.sum();
    }

    /** Responses with a number that was never used. */
    public long unexpectedResponses() {
        return unexpected.sum();
    }

    /** PDUs that could not be read. */
    public long malformedPdus() {
        return malformed.sum();
    }

    /** Requests that got no response in time. */
    public long timeouts() {
        return timeouts.sum();
    }
}
