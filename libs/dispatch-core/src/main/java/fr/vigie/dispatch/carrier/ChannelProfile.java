package fr.vigie.dispatch.carrier;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.Objects;

/**
 * How a channel behaves, for the dispatcher.
 *
 * @param channel the channel; chooses the topics
 * @param inFlight state of a delivery that is leased and being handed over: SENDING or CALLING
 * @param givenUp final state where every try has failed: REJECTED or FAILED
 * @param lease how long a copy may keep a delivery between claim and outcome; longer than the longest hand-over and
 *     the wait before it, since what exceeds it counts as unknown
 * @param heldAhead how much may wait in memory for a free place in the window: what the carriers were seen to take
 *     within this time. Zero where a hand-over takes longer than a claim, as a call does; its time then says nothing
 *     about the carrier either
 * @param maxTries how often each number is tried before the delivery is given up; at least 1
 * @param urgentRetry delay between the tries of urgent deliveries
 * @param bulkRetry delay between the tries of bulk deliveries
 * @param receiptGrace how long after {@code expires} a receipt is waited for
 * @param queryAfter how long after its hand-over a delivery without a receipt is asked about, doubled after each
 *     question; zero for only at the end
 * @param drain how long an orderly stop waits for hand-overs that are under way
 * @param hours when what is not urgent may be handed over, and by whose clock a merchant's own quiet hours go; null
 *     where no hours are imposed on the channel, not even by merchants
 */
public record ChannelProfile(
        Channel channel,
        DeliveryState inFlight,
        DeliveryState givenUp,
        Duration lease,
        Duration heldAhead,
        int maxTries,
        RetryDelay urgentRetry,
        RetryDelay bulkRetry,
        Duration receiptGrace,
        Duration queryAfter,
        Duration drain,
        Hours hours) {

    /** A channel on which no hours are imposed. */
    public ChannelProfile(
            Channel channel,
            DeliveryState inFlight,
            DeliveryState givenUp,
            Duration lease,
            Duration heldAhead,
            int maxTries,
            RetryDelay urgentRetry,
            RetryDelay bulkRetry,
            Duration receiptGrace,
            Duration queryAfter,
            Duration drain) {
        this(
                channel,
                inFlight,
                givenUp,
                lease,
                heldAhead,
                maxTries,
                urgentRetry,
                bulkRetry,
                receiptGrace,
                queryAfter,
                drain,
                null);
    }

    public ChannelProfile {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(urgentRetry, "urgentRetry");
        Objects.requireNonNull(bulkRetry, "bulkRetry");
        Objects.requireNonNull(receiptGrace, "receiptGrace");
        Objects.requireNonNull(queryAfter, "queryAfter");
        Objects.requireNonNull(drain, "drain");
        if (inFlight != DeliveryState.SENDING && inFlight != DeliveryState.CALLING) {
            throw new IllegalArgumentException("in flight is SENDING or CALLING, not " + inFlight);
        }
        if (!givenUp.isFinal()) {
            throw new IllegalArgumentException("given up is a final state, not " + givenUp);
        }
        if (lease.compareTo(Duration.ofSeconds(2)) < 0) {
            throw new IllegalArgumentException("a lease under two seconds expires while the operator answers");
        }
        if (heldAhead.isNegative() || queryAfter.isNegative() || maxTries < 1) {
            throw new IllegalArgumentException("no negative times, and one try is the least");
        }
    }

    /** The delay between tries in a lane. */
    public RetryDelay retry(Urgency urgency) {
        return urgency == Urgency.URGENT ? urgentRetry : bulkRetry;
    }
}
