package fr.vigie.dispatch.sms.text;

import java.util.Arrays;

/** The default alphabet of 3GPP TS 23.038 (section 6.2.1) and its extension table, one septet an octet. */
public final class GsmAlphabet {
    /** Leads to the extension table. */
    static final byte ESCAPE = 0x1B;

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final char[] EXTENDED = {'\f', '^', '{', '}', '\\', '[', '~', ']', '|', '€'};
    private static final byte[] EXTENDED_CODES = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};

    private static final byte ABSENT = -1;
    private static final byte[] CODES = new byte[0x3AA];
    private static final byte[] EXTENSION_CODES = new byte[0x20AD];

    static {
        Arrays.fill(CODES, ABSENT);
        Arrays.fill(EXTENSION_CODES, ABSENT);
        for (int code = 0; code < BASIC.length(); code++) {
            if (code != ESCAPE) {
                CODES[BASIC.charAt(code)] = (byte) code;
            }
        }
        for (int i = 0; i < EXTENDED.length; i++) {
            EXTENSION_CODES[EXTENDED[i]] = EXTENDED_CODES[i];
        }
    }

    private GsmAlphabet() {}

    /** How many septets a character takes: 1, 2, or 0 where the alphabet does not have it. */
    public static int septets(char character) {
        if (character < CODES.length && CODES[character] != ABSENT) {
            return 1;
        }
        return character < EXTENSION_CODES.length && EXTENSION_CODES[character] != ABSENT ? 2 : 0;
    }

    /** Whether the alphabet has every character of a text. */
    public static boolean covers(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (septets(text.charAt(i)) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Encodes characters, one septet in each octet.
     *
     * @throws IllegalArgumentException for a character that the alphabet does not have; nothing is replaced silently
     */
    public static byte[] encode(CharSequence text) {
        byte[] octets = new byte[2 * text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (septets(character)) {
                case 1 -> octets[length++] = CODES[character];
                case 2 -> {
                    octets[length++] = ESCAPE;
                    octets[length++] = EXTENSION_CODES[character];
                }
                default -> throw new IllegalArgumentException("not in the GSM alphabet: character " + i);
            }
        }
        return Arrays.copyOf(octets, length);
    }
}
