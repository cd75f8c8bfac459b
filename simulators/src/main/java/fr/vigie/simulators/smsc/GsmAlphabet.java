package fr.vigie.simulators.smsc;

import java.nio.charset.StandardCharsets;

/** Reads message texts as a handset would: GSM 03.38 (unpacked septets, one per octet), Latin-1 or UCS-2. */
final class GsmAlphabet {

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private GsmAlphabet() {}

    static String decode(byte[] octets, int dataCoding) {
        return switch (dataCoding & 0x0F) {
            case 8 -> new String(octets, StandardCharsets.UTF_16BE);
            case 3, 4 -> new String(octets, StandardCharsets.ISO_8859_1);
            default -> septets(octets);
        };
    }

    private static String septets(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int septet = octets[i] & 0x7F;
            if (septet == 0x1B && i + 1 < octets.length) {
                text.append(extension(octets[++i] & 0x7F));
            } else {
                text.append(BASIC.charAt(septet));
            }
        }
        return text.toString();
    }

    private static char extension(int septet) {
        return switch (septet) {
            case 0x0A -> '\f';
            case 0x14 -> '^';
            case 0x28 -> '{';
            case 0x29 -> '}';
            case 0x2F -> '\\';
            case 0x3C -> '[';
            case 0x3D -> '~';
            case 0x3E -> ']';
            case 0x40 -> '|';
            case 0x65 -> '€';
            default -> ' ';
        };
    }
}
