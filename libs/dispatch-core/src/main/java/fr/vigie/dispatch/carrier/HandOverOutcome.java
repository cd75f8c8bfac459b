package fr.vigie.dispatch.carrier;

import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.time.Instant;

/** What came of a hand-over. */
public sealed interface HandOverOutcome {

    /**
     * The operator has it and will report.
     *
     * @param carrierMessageId the operator's name for it, in the carrier's canonical form
     */
    record Accepted(String carrierMessageId, Instant at) implements HandOverOutcome {}

    /**
     * Over, well or badly; no other attempt is made.
     *
     * @param state a final state
     * @param reason null where nothing failed
     * @param handedOverAt when it was taken or answered; null where it never was
     * @param optedOut whether the merchant asked to be left alone (key 9)
     */
    record Final(DeliveryState state, FailureReason reason, Instant handedOverAt, boolean optedOut)
            implements HandOverOutcome {
        public Final {
            if (!state.isFinal()) {
                throw new IllegalArgumentException("not a final state: " + state);
            }
        }
    }

    /**
     * Failed, and may succeed later.
     *
     * @param state how this attempt ended (BUSY, NO_ANSWER, UNREACHABLE); null where nothing was tried (QUEUED again)
     * @param reason why
     * @param countsAsTry whether it uses up one of the tries; false for throttling and for a link that is down
     * @param retryAfter the operator's own wish, obeyed between the dispatcher's back-off and the lane's longest
     *     retry delay; null for the dispatcher's back-off
     */
    record Temporary(DeliveryState state, FailureReason reason, boolean countsAsTry, Duration retryAfter)
            implements HandOverOutcome {}

    /** It may have been taken, or not: the link fell, or no answer came in time. */
    record Unknown(FailureReason reason) implements HandOverOutcome {}
}
