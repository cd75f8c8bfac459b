package fr.vigie.simulators.telephony;

/** How a call ended, with the SIP status where it never was answered. */
public enum CallOutcome {
    HUNG_UP_BY_CALLER(0),
    HUNG_UP_BY_TELEPHONE(0),
    CANCELLED(487),
    BUSY(486),
    UNALLOCATED(404),
    UNAVAILABLE(480),
    OUT_OF_SERVICE(503),
    /** The number is not fiction. */
    REFUSED(404),
    /** The offer names neither A-law nor µ-law audio. */
    NO_COMMON_CODEC(488),
    /** The caller never acknowledged the answer. */
    NOT_ACKNOWLEDGED(0),
    /** No call outlives 120 s. */
    TIME_LIMIT(480),
    /** The simulator was stopped. */
    STOPPED(503);

    private final int status;

    CallOutcome(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
