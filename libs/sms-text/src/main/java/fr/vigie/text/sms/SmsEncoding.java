package fr.vigie.text.sms;

/** The alphabet of a whole message, and how much of it fits. */
public enum SmsEncoding {
    /** GSM 03.38 default alphabet with its extension table; lengths are septets. */
    GSM7(160),
    /** UTF-16 code units of two octets; lengths are code units. */
    UCS2(70);

    private final int single;

    SmsEncoding(int single) {
        this.single = single;
    }

    /** Units that fit where the message has one part. */
    public int unitsInOnePart() {
        return single;
    }

    /** Units that fit into each of several parts, where they are joined in the usual way. */
    public int unitsInEachOfSeveral() {
        return Concatenation.UDH8.unitsInEachPart(this);
    }
}
