package fr.vigie.smpp;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One bound session. Any number of requests may be given to it at once; no more than its window are without response.
 * When the link falls every request is replied to at once. Comes from {@link SmppClient#bind}.
 */
public final class SmppSession {
    private final Conversation conversation;
    private final AtomicInteger load = new AtomicInteger();

    SmppSession(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Whether something given to it now would be written. */
    public boolean transmits() {
        return conversation.transmits();
    }

    /** Whether the session has not ended and is not about to. */
    public boolean isBound() {
        return conversation.isBound();
    }

    /** How many requests may be without response now: the window, or less where the centre answers none. */
    public int places() {
        return conversation.places();
    }

    /** Requests that are not replied to yet, waiting ones included. */
    public int load() {
        return load.get();
    }

    /** Requests that were written and have no response. */
    public int inFlight() {
        return conversation.inFlight();
    }

    /** How many requests the centre has answered. */
    public int served() {
        return conversation.served();
    }

    /** Completes when the session has ended, for whatever reason. */
    public CompletionStage<Ending> ended() {
        return conversation.ended();
    }

    /**
     * Sends a message.
     *
     * @param urgent whether it goes before what waits and is not
     * @param patience how long it may wait for a place in the window
     * @return completes with the centre's name for the message, on the event loop; never exceptionally
     */
    public CompletionStage<Reply<String>> submit(SubmitSm message, boolean urgent, Duration patience) {
        return request(message, urgent, patience);
    }

    /** Asks what became of a message; goes after what is urgent. Completes as {@link #submit}. */
    public CompletionStage<Reply<QuerySm.Answer>> query(QuerySm question, Duration patience) {
        return request(question, false, patience);
    }

    private <T> CompletionStage<Reply<T>> request(Request<T> request, boolean urgent, Duration patience) {
        load.incrementAndGet();
        Pending<T> pending = new Pending<>(request, urgent, System.nanoTime() + patience.toNanos(), load);
        conversation.ask(pending);
        return pending.reply();
    }

    /**
     * Takes nothing more, waits for what is under way, unbinds (section 4.2) and ends.
     *
     * @param limit how long all of it may take
     */
    public CompletionStage<Ending> unbind(Duration limit) {
        conversation.unbind(limit);
        return conversation.ended();
    }

    /** Ends at once. */
    public void close() {
        conversation.close();
    }
}
