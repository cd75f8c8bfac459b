package fr.vigie.bus;

/** What a dead letter carries besides the headers that it had. */
public final class DeadLetterHeaders {
    /** Why it was refused, a stable code. */
    public static final String REASON = "vigie_reason";
    /** Where it came from: {@code topic/partition/offset}. */
    public static final String ORIGIN = "vigie_origin";
    /**
     * Only where the whole would be too large for the topic: how many bytes the value had. The letter then holds its
     * beginning and none of the record's own headers; the whole stays at the origin for as long as that topic keeps it.
     */
    public static final String CUT_FROM = "vigie_cut_from";

    private DeadLetterHeaders() {}
}
