package fr.vigie.smpp;

/** An optional parameter (section 5.3.2). The octets are not copied: nobody changes them. */
@SuppressWarnings("ArrayRecordComponent")
public record Tlv(int tag, byte[] value) {
    public static final int RECEIPTED_MESSAGE_ID = 0x001E;
    public static final int USER_MESSAGE_REFERENCE = 0x0204;
    public static final int SAR_MSG_REF_NUM = 0x020C;
    public static final int SAR_TOTAL_SEGMENTS = 0x020E;
    public static final int SAR_SEGMENT_SEQNUM = 0x020F;
    public static final int NETWORK_ERROR_CODE = 0x0423;
    public static final int MESSAGE_PAYLOAD = 0x0424;
    public static final int MESSAGE_STATE = 0x0427;

    private static final int LONGEST = 0xFFFF;

    public Tlv {
        if (value.length > LONGEST) {
            throw new IllegalArgumentException("an optional parameter has at most 65535 octets");
        }
    }

    public static Tlv octet(int tag, int value) {
        return new Tlv(tag, new byte[] {(byte) value});
    }

    public static Tlv twoOctets(int tag, int value) {
        return new Tlv(tag, new byte[] {(byte) (value >> 8), (byte) value});
    }

    /** It may be a text: only its size is said. */
    @Override
    public String toString() {
        return "Tlv[tag=0x%04X, length=%d]".formatted(tag, value.length);
    }
}
