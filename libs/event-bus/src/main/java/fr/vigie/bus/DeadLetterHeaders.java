package fr.vigie.bus;

/** What a dead letter carries besides the headers that it had. */
public final class DeadLetterHeaders {
    /** Why it was refused, a stable code. */
    public static final String REASON = "vigie_reason";
    /** Where it came from: {@code topic/partition/offset}. */
    public static final String ORIGIN = "vigie_origin";

    /** How many bytes it had, where it was too large to be set aside whole. */
    public static final String CUT_FROM = "vigie_cut_from";

    private DeadLetterHeaders() {}
}
