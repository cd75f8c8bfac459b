package fr.vigie.smpp;

/** A PDU is not what section 4 says: a field runs past its end, or a length cannot be true. */
final class MalformedPduException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status how the peer is told (section 5.1.3) */
    MalformedPduException(int status, String what) {
        super(what, null, false, false); // made for every bad PDU of a peer that may send many
        this.status = status;
    }

    int status() {
        return status;
    }
}
