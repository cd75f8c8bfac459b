package fr.vigie.simulators.smsc;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** An accepted part and what became of it. */
final class StoredMessage {

    private final long number;
    private final String id;
    private final Submit submit;
    private final Instant acceptedAt;
    private final AtomicInteger receiptsAcknowledged = new AtomicInteger();
    private volatile MessageState state = MessageState.ENROUTE;
    private volatile Instant finalAt;

    StoredMessage(long number, String id, Submit submit, Instant acceptedAt) {
        this.number = number;
        this.id = id;
        this.submit = submit;
        this.acceptedAt = acceptedAt;
    }

    long number() {
        return number;
    }

    String id() {
        return id;
    }

    Submit submit() {
        return submit;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }

    MessageState state() {
        return state;
    }

    /** Null until the state is final. */
    Instant finalAt() {
        return finalAt;
    }

    int receiptsAcknowledged() {
        return receiptsAcknowledged.get();
    }

    void becomes(MessageState next, Instant at) {
        finalAt = at;
        state = next;
    }

    void receiptAcknowledged() {
        receiptsAcknowledged.incrementAndGet();
    }

    boolean wantsReceipt() {
        return submit.receiptWanted() && !(submit.receiptOnFailureOnly() && state == MessageState.DELIVERED);
    }

    SmscMessage snapshot() {
        return new SmscMessage(
                acceptedAt,
                id,
                submit.destination(),
                submit.source(),
                submit.text(),
                submit.part(),
                submit.parts(),
                submit.reference(),
                submit.userMessageReference(),
                submit.dataCoding(),
                state,
                receiptsAcknowledged.get());
    }
}
