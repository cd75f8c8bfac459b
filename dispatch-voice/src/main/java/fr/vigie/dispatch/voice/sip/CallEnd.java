package fr.vigie.dispatch.voice.sip;

import java.time.Duration;
import java.util.Locale;

/** How a call ended, as far as the signalling knows. */
public sealed interface CallEnd {
    /**
     * It was refused before anybody picked up.
     *
     * @param status SIP status, 300–699
     * @param q850 cause of the Reason header (RFC 3326), or -1
     * @param retryAfter the trunk's wish; null for none
     * @param cancelled whether we had taken the call back before
     */
    record Refused(int status, int q850, Duration retryAfter, boolean cancelled) implements CallEnd {}

    /** A stable name for records. */
    static String code(CallEnd end) {
        if (end instanceof Refused refused) {
            return refused.cancelled() ? "CANCELLED" : "REFUSED";
        }
        // CancelUnconfirmed becomes CANCEL_UNCONFIRMED.
        return end.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** We took it back and the trunk never confirmed. */
    record CancelUnconfirmed() implements CallEnd {}

    /** The trunk never answered at all. */
    record Silent() implements CallEnd {}

    /** It could not even be sent: no such host, no network. */
    record NotSent(NotReached why) implements CallEnd {}

    /** The connection broke before anybody picked up; what became of the call there is not known. */
    record ConnectionLost() implements CallEnd {}

    /** The trunk asks for a password that we lack, or refuses the one we have. */
    record NotAuthorized(int status) implements CallEnd {}

    /** Picked up, but no sound can be made of the answer. */
    record NoCommonSound() implements CallEnd {}

    /**
     * It was up, and the other side hung up.
     *
     * @param q850 cause of the BYE's Reason header, or -1
     */
    record HungUpThere(int q850) implements CallEnd {}

    /** It was up, and we hung up. */
    record HungUpHere() implements CallEnd {}
}
