package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What it means that a call was not answered: the one table of SIP statuses (RFC 3261 section 21 and later) and Q.850
 * causes (ITU-T Q.850 table 1, in a Reason header by RFC 3326).
 */
enum CallVerdict {
    /** The line is in use. */
    BUSY(Kind.TEMPORARY, DeliveryState.BUSY, FailureReason.LINE_BUSY),
    /** It rang, and nobody came. */
    NO_ANSWER(Kind.TEMPORARY, DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED),
    /** Somebody, or their telephone, did not want the call now. */
    DECLINED(Kind.TEMPORARY, DeliveryState.NO_ANSWER, FailureReason.CALL_DECLINED),
    /** The telephone is off, unplugged or out of reach. */
    ABSENT(Kind.TEMPORARY, DeliveryState.UNREACHABLE, FailureReason.SUBSCRIBER_ABSENT),
    /** The network and we found no common sound or feature. */
    INCOMPATIBLE(Kind.TEMPORARY, DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR),
    /** The number is nobody's, or nobody's any more. */
    DEAD(Kind.PERMANENT, DeliveryState.FAILED, FailureReason.NUMBER_DEAD),
    /** The number cannot be dialled. */
    INVALID(Kind.PERMANENT, DeliveryState.FAILED, FailureReason.NUMBER_INVALID),
    /** The operator's own trouble; no try of the merchant's. */
    TROUBLE(Kind.CARRIER, null, FailureReason.CARRIER_ERROR),
    /** The operator has no line free for us now. */
    THROTTLED(Kind.CARRIER, null, FailureReason.CARRIER_THROTTLED),
    /** The operator does not take calls from our account or with our number; or not to this one: see RefusedNumbers. */
    REFUSED_US(Kind.CARRIER, null, FailureReason.CARRIER_REFUSED_US),
    /** Nothing that we know: tried again, since an alert is worth a second call. */
    UNKNOWN(Kind.UNKNOWN, DeliveryState.UNREACHABLE, FailureReason.UNSPECIFIED);

    private static final Map<Integer, CallVerdict> BY_STATUS = new HashMap<>();
    private static final Map<Integer, CallVerdict> BY_CAUSE = new HashMap<>();

    static {
        // Statuses that gateways use for everything, and that a cause therefore names better, are marked "vague".
        statuses(REFUSED_US, 401, 407); // our account; answered once already
        statuses(REFUSED_US, 402, 403); // payment required, forbidden: vague
        statuses(DEAD, 404, 410, 604); // not found, gone, does not exist anywhere
        statuses(NO_ANSWER, 408, 487); // nobody in time; terminated
        statuses(NO_ANSWER, 480); // temporarily unavailable: vague
        statuses(INVALID, 416, 484, 485); // URI scheme not taken, address incomplete, ambiguous
        statuses(INCOMPATIBLE, 406, 415, 420, 421, 488, 580, 606); // our sound, body or extensions
        statuses(REFUSED_US, 433, 436, 437, 438); // anonymity and identity headers (RFC 5079, RFC 8224)
        statuses(TROUBLE, 413, 414, 481, 482, 483, 491, 493); // loops and sizes within the operator's network
        statuses(BUSY, 486, 600); // here, everywhere
        statuses(TROUBLE, 500, 501, 502, 504, 505, 513); // vague
        statuses(TROUBLE, 503); // vague; with Retry-After it is THROTTLED
        statuses(DECLINED, 603, 607, 608); // decline; unwanted (RFC 8197); rejected by an analysis (RFC 8688)

        causes(DEAD, 1, 22); // unallocated, number changed
        causes(ABSENT, 2, 3, 20, 27); // no route to network or destination, subscriber absent, out of order
        causes(BUSY, 17); // user busy
        causes(NO_ANSWER, 18, 19); // no user responding, no answer though alerted
        causes(DECLINED, 21); // call rejected
        causes(INVALID, 28); // invalid number format
        causes(
                REFUSED_US,
                50,
                52,
                55,
                57); // facility not subscribed, outgoing or incoming calls barred, not authorised
        causes(TROUBLE, 6, 25, 29, 34, 38, 41, 44, 47, 63); // channel, routing, circuits, network, resources
        causes(THROTTLED, 42); // switching equipment congestion
        causes(INCOMPATIBLE, 58, 65, 66, 69, 70, 79, 88); // bearer or service not available, incompatible destination
        causes(TROUBLE, 95, 96, 97, 98, 99, 100, 101, 102, 111); // protocol errors and timers between exchanges
        // 16 and 31 (normal) and 127 (interworking) say nothing: the status stands.
    }

    private final Kind kind;
    private final DeliveryState state;
    private final FailureReason reason;

    /** Whether calling again is of use, and at whose expense. */
    enum Kind {
        /** A try of the merchant's that may succeed later. */
        TEMPORARY,
        /** This number is given up. */
        PERMANENT,
        /** Temporary, and no try of the merchant's. */
        CARRIER,
        /** Treated as temporary. */
        UNKNOWN
    }

    CallVerdict(Kind kind, DeliveryState state, FailureReason reason) {
        this.kind = kind;
        this.state = state;
        this.reason = reason;
    }

    /**
     * The verdict on a refusal.
     *
     * @param status SIP status, 300 to 699
     * @param cause Q.850 cause, or -1
     * @param waitAsked whether a Retry-After came with it
     */
    static CallVerdict of(int status, int cause, boolean waitAsked) {
        CallVerdict byStatus = BY_STATUS.getOrDefault(status, status / 100 == 5 ? TROUBLE : UNKNOWN);
        CallVerdict byCause = BY_CAUSE.get(cause);
        if (status == 404 && byCause == BUSY) {
            return BUSY; // gateways that find no better status for a busy line
        }
        if (byCause != null && vague(status, byStatus)) {
            return byCause;
        }
        return status == 503 && waitAsked ? THROTTLED : byStatus;
    }

    /** The verdict on a refusal; one that we asked for, by taking the call back, is not the trunk's. */
    static CallVerdict of(CallEnd.Refused refused) {
        return refused.cancelled() ? NO_ANSWER : of(refused.status(), refused.q850(), refused.retryAfter() != null);
    }

    /** Whether the trunk has trouble of its own, unless the number alone meets it. */
    boolean trunksTrouble() {
        return this == TROUBLE || this == THROTTLED;
    }

    /** Whether a cause is believed rather than the status. */
    private static boolean vague(int status, CallVerdict byStatus) {
        return status == 480
                || status / 100 == 5
                || byStatus == REFUSED_US
                || byStatus == UNKNOWN
                || byStatus == TROUBLE;
    }

    Kind kind() {
        return kind;
    }

    FailureReason reason() {
        return reason;
    }

    /** What the dispatcher is told. */
    HandOverOutcome outcome(Duration retryAfter) {
        return switch (kind) {
            case PERMANENT -> new Final(state, reason, null, false);
            case CARRIER -> new Temporary(null, reason, false, retryAfter);
            case TEMPORARY, UNKNOWN -> new Temporary(state, reason, true, null);
        };
    }

    private static void statuses(CallVerdict verdict, int... statuses) {
        for (int status : statuses) {
            if (BY_STATUS.put(status, verdict) != null) {
                throw new IllegalStateException("status " + status + " stands twice in the table");
            }
        }
    }

    private static void causes(CallVerdict verdict, int... causes) {
        for (int cause : causes) {
            if (BY_CAUSE.put(cause, verdict) != null) {
                throw new IllegalStateException("cause " + cause + " stands twice in the table");
            }
        }
    }
}
