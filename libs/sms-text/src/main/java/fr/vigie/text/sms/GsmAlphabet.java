package fr.vigie.text.sms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The GSM 03.38 default alphabet and its extension table (3GPP TS 23.038 section 6.2.1). */
public final class GsmAlphabet {
    /** Announces a character of the extension table. */
    public static final byte ESCAPE = 0x1B;

    /** Position is the code; the place of the escape holds a character that no text contains. */
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅå" + "Δ_ΦΓΛΩΠΨΣΘΞ\uFFFFÆæßÉ"
            + " !\"#¤%&'()*+,-./0123456789:;<=>?" + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final String EXTENDED = "\f^{}\\[~]|€";
    private static final byte[] EXTENDED_CODES = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};

    private static final byte ABSENT = -1;
    private static final byte[] BASIC_CODE_OF = new byte[0x400];

    static {
        Arrays.fill(BASIC_CODE_OF, ABSENT);
        for (int code = 0; code < BASIC.length(); code++) {
            if (code != ESCAPE) {
                BASIC_CODE_OF[BASIC.charAt(code)] = (byte) code;
            }
        }
    }

    private GsmAlphabet() {}

    /** Septets that a UTF-16 unit takes: 1, 2 where it stands in the extension table, 0 where it cannot be written. */
    public static int septetsOf(char unit) {
        if (unit < BASIC_CODE_OF.length && BASIC_CODE_OF[unit] != ABSENT) {
            return 1;
        }
        return EXTENDED.indexOf(unit) >= 0 ? 2 : 0;
    }

    /** Whether all of the text can be written. */
    public static boolean covers(String text) {
        return text.chars().allMatch(unit -> septetsOf((char) unit) > 0);
    }

    /**
     * The text as unpacked septets, one to an octet, as SMPP takes them with data_coding 0.
     *
     * @throws IllegalArgumentException where the text has a character outside the alphabet
     */
    public static byte[] encode(String text) {
        ByteArrayOutputStream septets = new ByteArrayOutputStream(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (septetsOf(unit)) {
                case 1 -> septets.write(BASIC_CODE_OF[unit]);
                case 2 -> {
                    septets.write(ESCAPE);
                    septets.write(EXTENDED_CODES[EXTENDED.indexOf(unit)]);
                }
                default -> throw new IllegalArgumentException("not in the GSM alphabet: U+%04X".formatted((int) unit));
            }
        }
        return septets.toByteArray();
    }

    /**
     * Reads unpacked septets. An unknown extension code stands for the basic character of the same code, as the standard
     * asks of receivers; an escape at the end is a space.
     */
    public static String decode(byte[] septets) {
        StringBuilder text = new StringBuilder(septets.length);
        for (int i = 0; i < septets.length; i++) {
            int code = septets[i] & 0x7F;
            if (code != ESCAPE) {
                text.append(BASIC.charAt(code));
            } else if (++i == septets.length) {
                text.append(' ');
            } else {
                text.append(extended(septets[i]));
            }
        }
        return text.toString();
    }

    private static char extended(byte code) {
        for (int i = 0; i < EXTENDED_CODES.length; i++) {
            if (EXTENDED_CODES[i] == code) {
                return EXTENDED.charAt(i);
            }
        }
        int basic = code & 0x7F;
        return basic == ESCAPE ? ' ' : BASIC.charAt(basic);
    }
}
