package fr.vigie.dispatch.voice.media;

/** ITU-T G.711: A-law and µ-law, by table. */
public final class G711 {
    /** The A-law byte of zero. */
    public static final byte ALAW_SILENCE = (byte) 0xD5;

    /** The µ-law byte of zero. */
    public static final byte ULAW_SILENCE = (byte) 0xFF;

    private static final short[] FROM_ALAW = new short[256];
    private static final short[] FROM_ULAW = new short[256];
    private static final byte[] ALAW_TO_ULAW = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            FROM_ALAW[i] = decodeAlaw(i);
            FROM_ULAW[i] = decodeUlaw(i);
        }
        for (int i = 0; i < 256; i++) {
            ALAW_TO_ULAW[i] = encodeUlaw(FROM_ALAW[i]);
        }
    }

    private G711() {}

    /** 16-bit linear value of an A-law byte. */
    public static short fromAlaw(byte sample) {
        return FROM_ALAW[sample & 0xFF];
    }

    /** 16-bit linear value of a µ-law byte. */
    public static short fromUlaw(byte sample) {
        return FROM_ULAW[sample & 0xFF];
    }

    /** The same sound in µ-law. */
    public static byte[] alawToUlaw(byte[] alaw) {
        byte[] ulaw = new byte[alaw.length];
        for (int i = 0; i < alaw.length; i++) {
            ulaw[i] = ALAW_TO_ULAW[alaw[i] & 0xFF];
        }
        return ulaw;
    }

    /** The A-law byte of a 16-bit linear value. */
    public static byte toAlaw(int linear) {
        int sign = linear >= 0 ? 0x80 : 0;
        int magnitude = Math.min(linear >= 0 ? linear : -linear - 1, 32_767) >> 4;
        int code = magnitude;
        if (magnitude >= 32) {
            int segment = 28 - Integer.numberOfLeadingZeros(magnitude);
            code = segment << 4 | (magnitude >> (segment - 1)) & 0x0F;
        }
        return (byte) ((code | sign) ^ 0x55);
    }

    private static short decodeAlaw(int coded) {
        int code = coded ^ 0x55;
        int segment = (code >> 4) & 7;
        int magnitude = ((code & 0x0F) << 4) + 8;
        if (segment > 0) {
            magnitude = (magnitude + 0x100) << (segment - 1);
        }
        return (short) ((code & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static short decodeUlaw(int coded) {
        int code = ~coded & 0xFF;
        int magnitude = ((((code & 0x0F) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
        return (short) ((code & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte encodeUlaw(int linear) {
        int sign = linear < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(linear), 32_635) + 0x84;
        int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
        return (byte) ~(sign | segment << 4 | (magnitude >> (segment + 3)) & 0x0F);
    }
}
