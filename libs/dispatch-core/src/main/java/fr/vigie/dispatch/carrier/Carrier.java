package fr.vigie.dispatch.carrier;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One operator: an SMSC account or a SIP trunk. Implementations are thread-safe and never block the caller; they pace
 * and bound what they have under way to {@link #window()}.
 */
public interface Carrier {
    /** Name from the configuration; a tag of metrics and part of every event. */
    String name();

    /** Whether it could take something now. False while its link is down or it refuses our account. */
    boolean available();

    /** How many hand-overs may be under way at once, all together, as it stands: submits without response, or calls. */
    int window();

    /** How many that are when all is well: what is configured. */
    default int widestWindow() {
        return window();
    }

    /**
     * Lines that all copies of the service together may hold at once, a call each: they are leased from the database. 0
     * where the window is each copy's own.
     */
    default int lines() {
        return 0;
    }

    /** What the account has to wait for between one and the next; parts, or new calls, per second. 0: unlimited. */
    int maxPerSecond();

    /** Its share among the carriers that are available, relative to theirs; at least 1. */
    default int weight() {
        return 1;
    }

    /** How much of {@link #maxPerSecond()} a hand-over uses: the parts of a text; 1 for a call. */
    default int cost(HandOver handOver) {
        return 1;
    }

    /**
     * How well it suits a number: the length of the longest of its configured prefixes that the number begins with; 0
     * where it serves every number; negative where it does not serve this one. Of the carriers that are available, those
     * that suit a number best take it.
     */
    default int affinity(String number) {
        return 0;
    }

    /** What one unit of {@link #cost} is paid, in thousandths of a cent; among equals the cheapest goes first. */
    default int pricePerUnit() {
        return 0;
    }

    /** Its links as they stand; empty where it has none that could be told apart. */
    default List<LinkState> links() {
        return List.of();
    }

    /**
     * Hands one delivery over. The attempt has been stored before; the caller has checked lease, expiry and cancel.
     *
     * @return completes with what came of it, never exceptionally; within a time that the carrier bounds. Where it
     *     throws instead, nothing was handed over
     */
    CompletionStage<HandOverOutcome> handOver(HandOver handOver);

    /** Whether {@link #query} has a point: false where the operator cannot be asked about what it has taken. */
    default boolean answersQuestions() {
        return true;
    }

    /**
     * Asks what became of a message (SMPP query_sm).
     *
     * @return completes with its fate, empty where the operator does not know or cannot be asked; never exceptionally
     */
    CompletionStage<Optional<Receipt>> query(Question question);

    /**
     * What is asked for.
     *
     * @param carrierMessageId the operator's name for the message; null where we never heard it
     * @param handOver what was handed over
     */
    record Question(String carrierMessageId, HandOver handOver) {}
}
