package fr.vigie.dispatch.sms.smpp;

import fr.vigie.smpp.SessionCounts;
import java.util.concurrent.atomic.LongAdder;

/** What happened at a carrier and concerns no delivery. */
public final class CarrierCounts {
    private final SessionCounts sessions = new SessionCounts();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder binds = new LongAdder();
    private final LongAdder bindFailures = new LongAdder();

    SessionCounts sessions() {
        return sessions;
    }

    void dropped() {
        dropped.increment();
    }

    void bound() {
        binds.increment();
    }

    void bindFailed() {
        bindFailures.increment();
    }

    /** Messages that were taken and dropped: no receipt, and from no number that could be read. */
    public long droppedMessages() {
        return dropped.sum();
    }

    /** Sessions that came about. */
    public long binds() {
        return binds.sum();
    }

    /** Sessions that did not. */
    public long bindFailures() {
        return bindFailures.sum();
    }

    /** Responses that came after their request had been given up as unknown. */
    public long lateResponses() {
        return sessions.lateResponses();
    }

    /** Responses with a sequence number that was never used. */
    public long unexpectedResponses() {
        return sessions.unexpectedResponses();
    }

    /** PDUs that could not be read. */
    public long malformedPdus() {
        return sessions.malformedPdus();
    }

    /** Requests without response in time. */
    public long timeouts() {
        return sessions.timeouts();
    }
}
