package fr.vigie.dispatch.carrier;

import java.time.Instant;

/**
 * One link to an operator at this moment.
 *
 * @param name unique within the carrier, as {@code 1}, {@code 2} or {@code 1-transmitter}
 * @param kind what it is for, in the words of its protocol: TRANSCEIVER, TRANSMITTER, RECEIVER
 * @param status how it stands
 * @param since since when
 * @param inFlight what was handed over on it and is not answered
 * @param lastError stable code of what ended or refused it last; null while it is up, and where nothing did
 */
public record LinkState(String name, String kind, Status status, Instant since, int inFlight, String lastError) {

    /** How a link stands. */
    public enum Status {
        /** Connecting, or waiting to try again. */
        CONNECTING,
        /** Usable. */
        UP,
        /** The operator refuses our account; tried again all the same. */
        REFUSED,
        /** Closed by us, for good. */
        CLOSED
    }
}
