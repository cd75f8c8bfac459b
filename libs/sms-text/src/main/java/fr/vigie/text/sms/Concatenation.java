package fr.vigie.text.sms;

/**
 * How the parts of a long text are joined again, and so what each has room for beside its header (3GPP TS 23.040
 * section 9.2.3.24).
 */
public enum Concatenation {
    /** A user data header with a reference of 8 bits: six octets in each part. */
    UDH8(6),
    /** A user data header with a reference of 16 bits: seven octets in each part. */
    UDH16(7),
    /** The operator makes the header from sar_ parameters: counted with a reference of 8 bits, as networks do. */
    SAR(6),
    /** The operator cuts a message_payload itself: counted with a reference of 8 bits, as networks cut. */
    PAYLOAD(6);

    /** What one short message carries, header included. */
    private static final int OCTETS = 140;

    private final int headerOctets;

    Concatenation(int headerOctets) {
        this.headerOctets = headerOctets;
    }

    /** Septets or UTF-16 code units that fit into each of several parts. */
    public int unitsInEachPart(SmsEncoding encoding) {
        int left = OCTETS - headerOctets;
        // The header is filled up to a whole septet; half a code unit stays empty.
        return encoding == SmsEncoding.GSM7 ? left * 8 / 7 : left / 2;
    }
}
