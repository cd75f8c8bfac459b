package fr.vigie.smpp;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The centre's messages that wait for our answer: given to the handler, answered in whatever order it completes, told
 * to come again where it takes too long. Lives on the session's event loop.
 */
final class Answers {
    private record Waiting(int command, int sequence, long since) {}

    private final DeliveryHandler handler;
    private final int most;
    private final long limitNanos;
    private final Turns turns;
    private final PduWriter out;
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private long received;

    Answers(DeliveryHandler handler, SessionLimits limits, Turns turns, PduWriter out) {
        this.handler = handler;
        this.most = limits.unanswered();
        this.limitNanos = limits.answerWithin().toNanos();
        this.turns = turns;
        this.out = out;
    }

    /** Takes a deliver_sm or data_sm. */
    void receive(PduReader pdu, DeliverSm message, long now) {
        long number = ++received;
        waiting.put(number, new Waiting(pdu.command(), pdu.sequence(), now));
        try {
            handler.deliver(message).whenComplete((status, failure) -> {
                int said = failure != null || status == null ? Status.RX_T_APPN : status;
                turns.post(() -> answer(number, said));
            });
        } catch (RuntimeException e) {
            // A handler that fails must not cost us what was read behind the message.
            answer(number, Status.RX_T_APPN);
        }
    }

    private void answer(long number, int status) {
        Waiting asked = waiting.remove(number);
        if (asked != null) {
            write(out, asked.command(), asked.sequence(), status);
        }
    }

    /** A deliver_sm_resp has a message_id that is not used (section 4.6.2); that of data_sm_resp is ours to give. */
    static void write(PduWriter out, int command, int sequence, int status) {
        out.begin(command | Command.RESPONSE, status, sequence).octet(0).end();
    }

    /** Answers what the handler was too slow for. */
    void expire(long now) {
        Iterator<Waiting> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            Waiting next = oldest.next();
            if (now - next.since() < limitNanos) {
                return;
            }
            oldest.remove();
            write(out, next.command(), next.sequence(), Status.RX_T_APPN);
        }
    }

    void forget() {
        waiting.clear();
    }

    boolean full() {
        return waiting.size() >= most;
    }

    /** Whether so much has been answered that reading may go on. */
    boolean relieved() {
        return waiting.size() <= most / 2;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
