package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.acceptance.torture.Received.CallSeen;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.util.Collection;

/** What is told of a call beside what the telephone heard and pressed. */
final class CallJudge {
    private CallJudge() {}

    /**
     * @param calls all calls to the merchant's number
     */
    static void judge(Standing standing, Collection<CallSeen> calls, Charges charges) {
        int heard = (int) calls.stream().filter(CallSeen::heard).count();
        charges.received(heard);
        charges.lie(lie(standing, heard, calls));
        if (standing.state() == DeliveryState.UNCONFIRMED && heard == 0) {
            charges.stayedUnknown();
        }
        boolean metATelephone =
                standing.reason() == FailureReason.LINE_BUSY || standing.reason() == FailureReason.NOT_ANSWERED;
        if (metATelephone && calls.isEmpty()) {
            charges.add(Kind.LYING, "nobody was called");
        }
    }

    private static String lie(Standing standing, int heard, Collection<CallSeen> calls) {
        boolean flagged = standing.possibleDuplicate();
        boolean confirmed = calls.stream().anyMatch(call -> call.pressed('1'));
        return switch (standing.state()) {
            case ACKNOWLEDGED -> confirmed ? null : "nobody pressed 1";
            case ANSWERED -> heard == 0 ? "nobody answered" : confirmed && !flagged ? "somebody pressed 1" : null;
            case VOICEMAIL -> heard == 0 ? "nothing answered" : confirmed && !flagged ? "somebody pressed 1" : null;
            case FAILED, EXPIRED, CANCELLED -> confirmed && !flagged ? "somebody pressed 1" : null;
            case UNCONFIRMED -> null; // claims nothing
            default -> "no state of a call";
        };
    }
}
