package fr.vigie.simulators.smsc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What happened since the start, by name. */
final class Counters {

    static final String BINDS = "binds";
    static final String BINDS_REFUSED = "bindsRefused";
    static final String SUBMITS = "submits";
    static final String ACCEPTED = "accepted";
    static final String REFUSED_NOT_FICTION = "refusedNotFiction";
    static final String REJECTED = "rejected";
    static final String THROTTLED = "throttled";
    static final String QUEUE_FULL = "queueFull";
    static final String RESPONSES_LOST = "responsesLost";
    static final String RECEIPTS_SENT = "receiptsSent";
    static final String RECEIPTS_ACKNOWLEDGED = "receiptsAcknowledged";
    static final String RECEIPTS_REFUSED = "receiptsRefused";
    static final String TEXTS_SENT = "textsSent";
    static final String TEXTS_ACKNOWLEDGED = "textsAcknowledged";
    static final String TEXTS_REFUSED = "textsRefused";
    static final String QUERIES = "queries";
    static final String DROPS = "drops";

    private final Map<String, LongAdder> counts = new LinkedHashMap<>();

    Counters() {
        for (String name : new String[] {
            BINDS,
            BINDS_REFUSED,
            SUBMITS,
            ACCEPTED,
            REFUSED_NOT_FICTION,
            REJECTED,
            THROTTLED,
            QUEUE_FULL,
            RESPONSES_LOST,
            RECEIPTS_SENT,
            RECEIPTS_ACKNOWLEDGED,
            RECEIPTS_REFUSED,
            TEXTS_SENT,
            TEXTS_ACKNOWLEDGED,
            TEXTS_REFUSED,
            QUERIES,
            DROPS
        }) {
            counts.put(name, new LongAdder());
        }
    }

    void add(String name) {
        counts.get(name).increment();
    }

    Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new LinkedHashMap<>();
        counts.forEach((name, count) -> snapshot.put(name, count.sum()));
        return snapshot;
    }
}
