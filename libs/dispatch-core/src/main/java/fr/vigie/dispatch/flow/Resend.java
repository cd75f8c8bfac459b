package fr.vigie.dispatch.flow;

/** Whether a delivery whose fate with one carrier is unknown may be sent again through another. */
public enum Resend {
    /** Through whichever suits it best. */
    ALWAYS,
    /** Through another only while the first one is not available. */
    WHEN_DOWN,
    /** Through the first one, or not at all. */
    NEVER
}
