package fr.vigie.smpp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A request and who waits for its reply. */
final class Pending<T> {
    private final Request<T> request;
    private final boolean urgent;
    private final long writeBefore;
    private final AtomicInteger load;
    private final CompletableFuture<Reply<T>> reply = new CompletableFuture<>();
    private long writtenAt;

    /**
     * @param writeBefore in nanoseconds of {@link System#nanoTime}: later it is not written any more
     * @param load how many wait, counted down with the reply
     */
    Pending(Request<T> request, boolean urgent, long writeBefore, AtomicInteger load) {
        this.request = request;
        this.urgent = urgent;
        this.writeBefore = writeBefore;
        this.load = load;
    }

    CompletionStage<Reply<T>> reply() {
        return reply;
    }

    boolean urgent() {
        return urgent;
    }

    boolean tooLate(long now) {
        return now - writeBefore >= 0;
    }

    long writtenAt() {
        return writtenAt;
    }

    void write(PduWriter out, int sequence, long now) {
        writtenAt = now;
        out.begin(request.command(), Status.ROK, sequence);
        request.write(out);
        out.end();
    }

    /** @return false where the response could not be read */
    boolean answered(PduReader pdu) {
        boolean own = pdu.command() == (request.command() | Command.RESPONSE);
        boolean nack = pdu.command() == Command.GENERIC_NACK;
        try {
            if (pdu.status() != Status.ROK && (own || nack)) {
                complete(new Reply.Refused<>(pdu.status()));
            } else if (own) {
                complete(new Reply.Answered<>(request.answer(pdu)));
            } else {
                throw new MalformedPduException(Status.ROK, "a response to something else");
            }
            return true;
        } catch (MalformedPduException e) {
            lost(Reply.Cause.MALFORMED);
            return false;
        }
    }

    void lost(Reply.Cause cause) {
        complete(new Reply.Lost<>(cause));
    }

    void notSent() {
        complete(new Reply.NotSent<>());
    }

    private void complete(Reply<T> outcome) {
        load.decrementAndGet();
        reply.complete(outcome);
    }
}
