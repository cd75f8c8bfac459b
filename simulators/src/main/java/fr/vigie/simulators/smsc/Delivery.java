package fr.vigie.simulators.smsc;

/** A deliver_sm under way to the client. */
sealed interface Delivery permits Receipt, TelephoneText {
    /** The session that it should go to where that still can; null for any. */
    SmscSession origin();

    /** How often it was sent before and not acknowledged. */
    int tries();

    /** The same, sent once more. */
    Delivery again();

    byte[] toDeliverSm(int sequence);
}
