package fr.vigie.smpp;

/**
 * What came of a request.
 *
 * @param <T> what the centre answers
 */
public sealed interface Reply<T> {

    /** It was done. */
    record Answered<T>(T value) implements Reply<T> {}

    /**
     * The centre says no.
     *
     * @param status command_status (section 5.1.3) of its response or of its generic_nack
     */
    record Refused<T>(int status) implements Reply<T> {}

    /** It was written, or perhaps written, and what became of it is unknown. */
    record Lost<T>(Cause cause) implements Reply<T> {}

    /** It was never written; the link is down, or had no place for it in time. */
    record NotSent<T>() implements Reply<T> {}

    /** Why nothing is known. */
    enum Cause {
        /** No response in time. */
        TIMEOUT,
        /** The link fell before the response. */
        LINK_LOST,
        /** The response cannot be read. */
        MALFORMED
    }
}
