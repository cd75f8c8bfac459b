package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.events.FailureReason;
import fr.vigie.smpp.Reply;
import java.time.Clock;

/** What the reply to a submit_sm means. */
final class SubmitReplies {
    private static final HandOverOutcome NOTHING_TRIED =
            new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null);

    private final MessageIds ids;
    private final Clock clock;

    SubmitReplies(MessageIds ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    static HandOverOutcome nothingTried() {
        return NOTHING_TRIED;
    }

    HandOverOutcome outcome(Reply<String> reply) {
        if (reply instanceof Reply.Answered<String> answered) {
            return new Accepted(ids.fromResponse(answered.value()), clock.instant());
        }
        if (reply instanceof Reply.Refused<String> refused) {
            return CommandStatus.outcome(refused.status());
        }
        if (reply instanceof Reply.Lost<String> lost) {
            boolean silent = lost.cause() != Reply.Cause.MALFORMED;
            return new Unknown(silent ? FailureReason.CARRIER_SILENT : FailureReason.CARRIER_ERROR);
        }
        return NOTHING_TRIED;
    }
}
