package fr.vigie.events;

/**
 * Where a delivery stands. A delivery only moves forward in the order (attempt, {@link #rank()}); a state with a lower
 * or equal position than the one recorded is ignored.
 */
public enum DeliveryState {
    /** Stored, waiting for its turn or for its next attempt. */
    QUEUED(0, false),
    /** SMS: leased and about to be, or being, handed to the operator. */
    SENDING(10, false),
    /** Voice: leased; the call is being set up or is up. */
    CALLING(10, false),
    /** A crash or a cut came between handing over and recording; being settled. */
    UNKNOWN(20, false),
    /** SMS: the operator took it (submit_sm_resp ESME_ROK); a receipt is awaited. */
    ACCEPTED(30, false),
    /** Voice: this attempt rang and nobody answered; another may follow. */
    NO_ANSWER(40, false),
    /** Voice: this attempt met a busy line; another may follow. */
    BUSY(40, false),
    /** Voice: this attempt could not be connected; another may follow. */
    UNREACHABLE(40, false),
    /** SMS: no receipt by the end of validity and grace. A receipt that comes later still replaces it. */
    UNCONFIRMED(80, true),
    /** SMS: the operator's receipt says that the telephone has it. */
    DELIVERED(90, true),
    /** SMS: the operator's receipt says that it failed for good. */
    UNDELIVERABLE(90, true),
    /** SMS: the operator refused it for good. */
    REJECTED(90, true),
    /** Voice: a person pressed 1. Nothing else acknowledges. */
    ACKNOWLEDGED(90, true),
    /** Voice: answered, and no key pressed. */
    ANSWERED(90, true),
    /** Voice: a machine answered; only the neutral sentence was left. */
    VOICEMAIL(90, true),
    /** Voice: all attempts failed. */
    FAILED(90, true),
    /** Not handed over before the alert expired. */
    EXPIRED(90, true),
    /** Not handed over before the alert was cancelled. */
    CANCELLED(90, true);

    private final int rank;
    private final boolean isFinal;

    DeliveryState(int rank, boolean isFinal) {
        this.rank = rank;
        this.isFinal = isFinal;
    }

    /** Position within one attempt; larger is later. */
    public int rank() {
        return rank;
    }

    /** Whether nothing more is tried for this delivery. */
    public boolean isFinal() {
        return isFinal;
    }

    /** Whether the merchant has, as far as the channel can tell, received the message. */
    public boolean reached() {
        return this == DELIVERED || this == ACKNOWLEDGED || this == ANSWERED || this == VOICEMAIL;
    }
}
