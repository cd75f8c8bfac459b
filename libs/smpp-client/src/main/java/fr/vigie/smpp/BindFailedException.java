package fr.vigie.smpp;

/** A session did not come about. */
public final class BindFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int status;

    /** Why a session did not come about. */
    public enum Reason {
        /** No connection: nobody listens, the name does not resolve, or TLS did not come about. */
        UNREACHABLE,
        /** The centre says no; {@link BindFailedException#status} says why. */
        REFUSED,
        /** The centre did not answer in time. */
        SILENT,
        /** The link fell before the answer, or what came was not SMPP. */
        LINK_LOST
    }

    BindFailedException(Reason reason, int status, String what, Throwable cause) {
        super(what, cause);
        this.reason = reason;
        this.status = status;
    }

    public Reason reason() {
        return reason;
    }

    /** The command_status of the refusal (section 5.1.3); 0 where there was none. */
    public int status() {
        return status;
    }
}
