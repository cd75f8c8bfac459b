package fr.vigie.service;

import java.util.regex.Pattern;

/**
 * An exception as it may be logged: same types and stack, messages with every run of eight or more digits masked. What
 * libraries put into a message (a key, a value, a piece of a body) may be a phone number.
 */
final class WithoutNumbers extends Throwable {
    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 10;
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9](?:[ ./-]?[0-9]){7,}");

    private WithoutNumbers(Throwable fault, Throwable cause) {
        super(masked(fault.toString()), cause);
        setStackTrace(fault.getStackTrace());
    }

    static Throwable of(Throwable fault) {
        return of(fault, 0);
    }

    private static Throwable of(Throwable fault, int depth) {
        return fault == null || depth == DEPTH ? null : new WithoutNumbers(fault, of(fault.getCause(), depth + 1));
    }

    private static String masked(String message) {
        return NUMBER.matcher(message).replaceAll("(digits)");
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
