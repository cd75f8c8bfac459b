package fr.vigie.text.sms;

/** The alphabet of a whole message, and how much of it fits. */
public enum SmsEncoding {
    /** GSM 03.38 default alphabet with its extension table; lengths are septets. */
    GSM7(160, 153),
    /** UTF-16 code units of two octets; lengths are code units. */
    UCS2(70, 67);

    private final int single;
    private final int concatenated;

    SmsEncoding(int single, int concatenated) {
        this.single = single;
        this.concatenated = concatenated;
    }

    /** Units that fit where the message has one part. */
    public int unitsInOnePart() {
        return single;
    }

    /** Units that fit into each of several parts, beside the six-octet header that joins them. */
    public int unitsInEachOfSeveral() {
        return concatenated;
    }
}
