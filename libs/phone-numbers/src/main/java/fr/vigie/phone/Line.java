package fr.vigie.phone;

/** What a number can receive. */
public enum Line {
    /** A mobile: text messages and calls. */
    MOBILE,
    /** A fixed or VoIP line: calls only. */
    FIXED;

    /** Whether a text message reaches it. */
    public boolean receivesSms() {
        return this == MOBILE;
    }
}
