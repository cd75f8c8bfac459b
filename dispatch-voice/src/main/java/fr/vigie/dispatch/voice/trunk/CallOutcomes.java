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
 * The one table of what the end of a call means.
 *
 * <p>Before it was answered, by SIP status (RFC 3261 section 21), where a Q.850 cause (RFC 3326) names it better, by
 * that:
 *
 * <pre>
 * status, cause                        state        reason               counts as a try
 * 486 600, 17                          BUSY         LINE_BUSY            yes
 * any, after our CANCEL; 408 480 487   NO_ANSWER    NOT_ANSWERED         yes
 *   18 19
 * 603, 21                              NO_ANSWER    CALL_DECLINED        yes
 * 404 410 604, 1 22                    FAILED       NUMBER_DEAD          final
 * 484 485, 28                          FAILED       NUMBER_INVALID       final
 * 480 with 20; 27; 3 2                 UNREACHABLE  SUBSCRIBER_ABSENT    yes
 * 503 with Retry-After, 42             (queued)     CARRIER_THROTTLED    no
 * 503 500 502 504 ..., 34 38 41        (queued)     CARRIER_ERROR        no, if several merchants in a row meet it;
 *                                      UNREACHABLE                       else yes (see SipTrunk)
 * no answer at all                     (queued)     CARRIER_SILENT       no
 * not sent                             (queued)     CARRIER_UNAVAILABLE  no
 * 401 407 twice, 403, 402              (queued)     CARRIER_REFUSED_US   no
 * 415 488 606; sound unusable          UNREACHABLE  CARRIER_ERROR        yes
 * anything else 3xx 4xx 6xx            UNREACHABLE  UNSPECIFIED          yes
 * </pre>
 *
 * <p>404 and its like end the delivery: the SPI's final outcome. A cause wins over a status only where the row says so,
 * since gateways send 503 and 480 for almost everything and put the truth into the Reason header.
 *
 * <p>Once answered, the conversation decides; see {@link #afterAnswer}.
 */
final class CallOutcomes {
    private CallOutcomes() {}

    /** The call was never answered. */
    static HandOverOutcome beforeAnswer(CallEnd end) {
        if (end instanceof CallEnd.Refused refused) {
            return refused(refused);
        }
        if (end instanceof CallEnd.CancelUnconfirmed) {
            // It rang, we took it back, and the stop was not confirmed: nobody answered all the same.
            return noAnswer();
        }
        if (end instanceof CallEnd.Silent) {
            return carrierTrouble(FailureReason.CARRIER_SILENT, null);
        }
        if (end instanceof CallEnd.NotSent) {
            return carrierTrouble(FailureReason.CARRIER_UNAVAILABLE, null);
        }
        if (end instanceof CallEnd.NotAuthorized) {
            return carrierTrouble(FailureReason.CARRIER_REFUSED_US, null);
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

    private static HandOverOutcome refused(CallEnd.Refused refused) {
        if (refused.cancelled()) {
            return noAnswer();
        }
        return switch (refused.status()) {
            case 486, 600 -> busy();
            case 408, 487 -> noAnswer();
            case 404, 410, 604 -> refused.q850() == 17 ? busy() : failed(FailureReason.NUMBER_DEAD);
            case 484, 485 -> failed(FailureReason.NUMBER_INVALID);
            case 603 -> attempt(DeliveryState.NO_ANSWER, FailureReason.CALL_DECLINED);
            case 401, 402, 403, 407 ->
                byCause(refused, carrierTrouble(FailureReason.CARRIER_REFUSED_US, refused.retryAfter()));
            case 415, 488, 606 -> attempt(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR);
            case 480 -> byCause(refused, noAnswer());
            case 503 ->
                byCause(
                        refused,
                        carrierTrouble(
                                refused.retryAfter() == null
                                        ? FailureReason.CARRIER_ERROR
                                        : FailureReason.CARRIER_THROTTLED,
                                refused.retryAfter()));
            default ->
                byCause(
                        refused,
                        refused.status() / 100 == 5
                                ? carrierTrouble(FailureReason.CARRIER_ERROR, refused.retryAfter())
                                : attempt(DeliveryState.UNREACHABLE, FailureReason.UNSPECIFIED));
        };
    }

    /** ITU-T Q.850 table 1. */
    private static HandOverOutcome byCause(CallEnd.Refused refused, HandOverOutcome byStatus) {
        return switch (refused.q850()) {
            case 1, 22 -> failed(FailureReason.NUMBER_DEAD);
            case 28 -> failed(FailureReason.NUMBER_INVALID);
            case 17 -> busy();
            case 18, 19 -> noAnswer();
            case 21 -> attempt(DeliveryState.NO_ANSWER, FailureReason.CALL_DECLINED);
            case 2, 3, 20, 27 -> attempt(DeliveryState.UNREACHABLE, FailureReason.SUBSCRIBER_ABSENT);
            case 34, 38, 41 -> carrierTrouble(FailureReason.CARRIER_ERROR, refused.retryAfter());
            case 42 -> carrierTrouble(FailureReason.CARRIER_THROTTLED, refused.retryAfter());
            default -> byStatus;
        };
    }

    private static HandOverOutcome busy() {
        return attempt(DeliveryState.BUSY, FailureReason.LINE_BUSY);
    }

    private static HandOverOutcome noAnswer() {
        return attempt(DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED);
    }

    private static HandOverOutcome attempt(DeliveryState state, FailureReason reason) {
        return new Temporary(state, reason, true, null);
    }

    private static HandOverOutcome carrierTrouble(FailureReason reason, Duration retryAfter) {
        return new Temporary(null, reason, false, retryAfter);
    }

    private static HandOverOutcome failed(FailureReason reason) {
        return new Final(DeliveryState.FAILED, reason, null, false);
    }
}
