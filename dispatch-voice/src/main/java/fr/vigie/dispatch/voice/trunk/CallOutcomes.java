package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.dialogue.Conversation;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.time.Instant;

/**
 * What the end of a call means to the dispatcher. Refusals are judged by the table of {@link CallVerdict}; of other ends
 * before an answer: no answer at all is CARRIER_SILENT, not sent or a lost connection CARRIER_UNAVAILABLE, none of them a try of the merchant's: unless the telephone rang, which it shall not do without end.
 * Once answered, the conversation decides.
 *
 * <p>A server error, or a challenge that our account does not answer, counts as a try unless several merchants in a row
 * meet it; a refusal of us (403) counts where it turns out to be this number's alone: see SipTrunk.
 */
final class CallOutcomes {
    private CallOutcomes() {}

    /**
     * The call was never answered.
     *
     * @param rang whether the telephone rang, or may have: then it was a try, whoever is to blame for its end
     */
    static HandOverOutcome beforeAnswer(CallEnd end, boolean rang) {
        HandOverOutcome outcome = unanswered(end);
        return rang && outcome instanceof Temporary temporary && !temporary.countsAsTry()
                ? attempt(DeliveryState.UNREACHABLE, temporary.reason())
                : outcome;
    }

    private static HandOverOutcome unanswered(CallEnd end) {
        if (end instanceof CallEnd.Refused refused) {
            return CallVerdict.of(refused).outcome(refused.retryAfter());
        }
        if (end instanceof CallEnd.CancelUnconfirmed) {
            // It rang, we took it back, and the stop was not confirmed: nobody answered all the same.
            return noAnswer();
        }
        if (end instanceof CallEnd.Silent) {
            return carrierTrouble(FailureReason.CARRIER_SILENT, null);
        }
        if (end instanceof CallEnd.NotSent || end instanceof CallEnd.ConnectionLost) {
            return carrierTrouble(FailureReason.CARRIER_UNAVAILABLE, null);
        }
        if (end instanceof CallEnd.NotAuthorized) {
            // A try, unless several numbers in a row meet it: see SipTrunk.
            return attempt(DeliveryState.UNREACHABLE, FailureReason.CARRIER_REFUSED_US);
        }
        if (end instanceof CallEnd.NoCommonSound) {
            return attempt(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR);
        }
        throw new IllegalStateException("a call that was never up cannot have been hung up");
    }

    /**
     * The call was answered.
     *
     * @param ending what the conversation came to
     * @param answeredAt when it was picked up
     * @param stopping whether it ended because we stop: then a message that was not heard is no try of the merchant's
     */
    static HandOverOutcome afterAnswer(Conversation.Ending ending, Instant answeredAt, boolean stopping) {
        return switch (ending) {
            case ACKNOWLEDGED -> new Final(DeliveryState.ACKNOWLEDGED, null, answeredAt, false);
            case ANSWERED -> new Final(DeliveryState.ANSWERED, null, answeredAt, false);
            case OPTED_OUT -> new Final(DeliveryState.ANSWERED, null, answeredAt, true);
            case VOICEMAIL -> new Final(DeliveryState.VOICEMAIL, null, answeredAt, false);
            case LOST ->
                stopping
                        ? new Temporary(DeliveryState.UNREACHABLE, FailureReason.INTERRUPTED, false, null)
                        : attempt(DeliveryState.UNREACHABLE, FailureReason.CALL_LOST);
        };
    }

    /** We stop, and take back a call that was not answered yet. */
    static HandOverOutcome interrupted() {
        return new Temporary(null, FailureReason.INTERRUPTED, false, null);
    }

    private static HandOverOutcome noAnswer() {
        return CallVerdict.NO_ANSWER.outcome(null);
    }

    private static HandOverOutcome attempt(DeliveryState state, FailureReason reason) {
        return new Temporary(state, reason, true, null);
    }

    private static HandOverOutcome carrierTrouble(FailureReason reason, Duration retryAfter) {
        return new Temporary(null, reason, false, retryAfter);
    }
}
