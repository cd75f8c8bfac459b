package fr.vigie.dispatch.delivery;

/** What a delivery waits for. */
public enum Waiting {
    /** Its turn, or the time of its next attempt. */
    ATTEMPT,
    /** The copy that holds it. */
    LEASE,
    /** An answer about a hand-over whose outcome is unknown. */
    SETTLEMENT,
    /** The operator's receipt. */
    RECEIPT
}
