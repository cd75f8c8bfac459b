package fr.vigie.standalone;

/** Ends a command. The message is one line that says what is wrong and what to do. */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Fault(String message) {
        super(message, null, false, false);
    }

    public Fault(String message, Throwable cause) {
        super(message, cause);
    }
}
