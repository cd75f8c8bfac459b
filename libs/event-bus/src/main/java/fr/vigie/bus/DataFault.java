package fr.vigie.bus;

import java.time.DateTimeException;

/**
 * Failures that the same record would meet again and again: a value out of range, a field that should not be missing.
 * Without this rule a record that no handler foresaw would stop everything behind it for ever.
 */
public final class DataFault {
    private DataFault() {}

    /** Whether the first cause is such a failure. */
    public static boolean is(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause instanceof DateTimeException
                || cause instanceof ArithmeticException
                || cause instanceof IllegalArgumentException
                || cause instanceof NullPointerException
                || cause instanceof ClassCastException
                || cause instanceof IndexOutOfBoundsException;
    }
}
