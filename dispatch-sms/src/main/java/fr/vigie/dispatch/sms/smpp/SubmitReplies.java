package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.smpp.Reply;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** What the reply to a submit_sm means. */
final class SubmitReplies {
    private static final String UNNAMED = "unnamed-";
    private static final HandOverOutcome NOTHING_TRIED =
            new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null);

    private final MessageIds ids;
    private final Set<Integer> optedOut;
    private final Clock clock;

    /** @param optedOut values of command_status by which the operator says that the merchant wants nothing from us */
    SubmitReplies(MessageIds ids, Set<Integer> optedOut, Clock clock) {
        this.ids = ids;
        this.optedOut = optedOut;
        this.clock = clock;
    }

    /** Whether an operator took a message without a name that could be used: it cannot be asked about. */
    static boolean unnamed(String id) {
        return id.startsWith(UNNAMED);
    }

    /** Status 0 means taken (section 4.4.2): to send it again would be to send it twice. */
    static String name(String id) {
        return id.isEmpty() ? UNNAMED + UUID.randomUUID() : id;
    }

    static HandOverOutcome nothingTried() {
        return NOTHING_TRIED;
    }

    HandOverOutcome outcome(Reply<String> reply) {
        if (reply instanceof Reply.Answered<String> answered) {
            return new Accepted(name(ids.fromResponse(answered.value())), clock.instant());
        }
        if (reply instanceof Reply.Refused<String> refused) {
            return optedOut.contains(refused.status())
                    ? new Final(DeliveryState.REJECTED, FailureReason.OPTED_OUT, null, true)
                    : CommandStatus.outcome(refused.status());
        }
        if (reply instanceof Reply.Lost<String> lost) {
            boolean silent = lost.cause() != Reply.Cause.MALFORMED;
            return new Unknown(silent ? FailureReason.CARRIER_SILENT : FailureReason.CARRIER_ERROR);
        }
        return NOTHING_TRIED;
    }
}
