package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.acceptance.torture.Received.CallSeen;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.Collection;

/** What is told of a call beside what the telephone heard and pressed. */
final class CallJudge {
    /** The only machine among the simulator's telephones, see docs/simulators.md. */
    private static final String MACHINE = "973";

    private CallJudge() {}

    /**
     * @param number the merchant's
     * @param calls all calls to it
     */
    static void judge(Raised alert, Standing standing, String number, Collection<CallSeen> calls, Charges charges) {
        int heard = (int) calls.stream().filter(CallSeen::heard).count();
        charges.received(heard);
        charges.lie(lie(alert, standing, number.endsWith(MACHINE), calls));
        if (standing.state() == DeliveryState.UNCONFIRMED && heard == 0) {
            charges.stayedUnknown();
        }
        boolean metATelephone =
                standing.reason() == FailureReason.LINE_BUSY || standing.reason() == FailureReason.NOT_ANSWERED;
        if (metATelephone && calls.isEmpty()) {
            charges.add(Kind.LYING, "nobody was called");
        }
        if (calledAfter(calls, alert.expires().plus(Charges.LONGEST_STALL))) {
            charges.add(Kind.LYING, "called after the alert had expired");
        }
        if (alert.silentFrom() != null && calledAfter(calls, alert.silentFrom())) {
            charges.add(Kind.LYING, "called long after the alert was cancelled");
        }
    }

    private static String lie(Raised alert, Standing standing, boolean machine, Collection<CallSeen> calls) {
        boolean flagged = standing.possibleDuplicate();
        boolean heard = calls.stream().anyMatch(CallSeen::heard);
        boolean confirmed = calls.stream().anyMatch(call -> call.pressed('1'));
        if (confirmed && !flagged && standing.state().isFinal()) {
            return switch (standing.state()) {
                case ACKNOWLEDGED, UNCONFIRMED -> null;
                default -> "somebody pressed 1";
            };
        }
        return switch (standing.state()) {
            case ACKNOWLEDGED -> confirmed ? null : "nobody pressed 1";
            case ANSWERED ->
                // Who was stopped while the machine talked cannot know that it is one.
                !heard
                        ? "nobody answered"
                        : machine && alert.calm() && !flagged && calls.stream().allMatch(CallSeen::steady)
                                ? "a machine answered"
                                : null;
            case VOICEMAIL -> !heard ? "nothing answered" : machine || flagged ? null : "a person answered";
            case FAILED, EXPIRED, CANCELLED ->
                !flagged && calls.stream().anyMatch(CallSeen::heardAll) ? "somebody heard all of it" : null;
            case UNCONFIRMED -> null; // claims nothing
            default -> "no state of a call";
        };
    }

    private static boolean calledAfter(Collection<CallSeen> calls, Instant moment) {
        return calls.stream()
                .anyMatch(call -> call.begun() != null && call.begun().isAfter(moment));
    }
}
