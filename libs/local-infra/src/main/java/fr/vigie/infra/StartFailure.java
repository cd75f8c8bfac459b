package fr.vigie.infra;

/**
 * A part did not start, and nothing of it was left running. The message is one line that says what is wrong and what to
 * do; it may be shown to a person as it is.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    StartFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    StartFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of obstacle it was, for a caller that wants to react. */
    public Reason reason() {
        return reason;
    }

    /** The obstacles that can be told apart. */
    public enum Reason {
        /** Another process listens on the port. */
        PORT_TAKEN,
        /** A living process uses the data folder. */
        FOLDER_IN_USE,
        /** There is no PostgreSQL for this operating system and processor, or it may not run as this user. */
        UNSUPPORTED_MACHINE,
        /** The process ended or did not answer in time; the log file says why. */
        DID_NOT_START
    }
}
