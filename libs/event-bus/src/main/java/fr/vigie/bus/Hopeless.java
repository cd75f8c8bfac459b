package fr.vigie.bus;

import java.time.DateTimeException;

/**
 * Failures that come of what was read and not of what is away just now, although no handler has foreseen them. Whoever
 * waits for these to pass waits for ever, and so does everything behind.
 */
final class Hopeless {
    /** So often a batch is tried as it is before its records are tried one by one. */
    static final int PATIENCE = 5;

    private Hopeless() {}

    /** Whether the innermost cause is a fault of computing; a closed pool or a lost connection is none. */
    static boolean is(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause instanceof DateTimeException
                || cause instanceof ArithmeticException
                || cause instanceof IllegalArgumentException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof ClassCastException
                || cause instanceof NullPointerException;
    }
}
