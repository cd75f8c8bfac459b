package fr.vigie.dispatch.sms.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text cut into parts. In the GSM alphabet one part has 160 septets, each of several 153; otherwise, in UCS-2, 70 and
 * 67 code units (3GPP TS 23.040 section 9.2.3.24.1). A character of two septets, and a surrogate pair, never straddles
 * two parts.
 */
public final class SmsText {
    /** The most parts that a concatenated text may have on the wire. */
    public static final int MOST_PARTS = 255;

    private static final int GSM_SINGLE = 160;
    private static final int GSM_PART = 153;
    private static final int UCS2_SINGLE = 70;
    private static final int UCS2_PART = 67;
    private static final int HEADER_OCTETS = 6;

    private final Alphabet alphabet;
    private final List<String> parts;
    private final int units;

    private SmsText(Alphabet alphabet, List<String> parts, int units) {
        this.alphabet = alphabet;
        this.parts = List.copyOf(parts);
        this.units = units;
    }

    /** Which alphabet a text needs, and the data_coding that says so (SMPP 3.4 section 5.2.19). */
    public enum Alphabet {
        GSM(0x00),
        UCS2(0x08);

        private final byte dataCoding;

        Alphabet(int dataCoding) {
            this.dataCoding = (byte) dataCoding;
        }

        /** The SMPP field. */
        public byte dataCoding() {
            return dataCoding;
        }
    }

    /** Cuts a text. An empty one is one empty part. */
    public static SmsText of(String text) {
        boolean gsm = GsmAlphabet.covers(text);
        int units = gsm ? septets(text) : text.length();
        Alphabet alphabet = gsm ? Alphabet.GSM : Alphabet.UCS2;
        if (units <= (gsm ? GSM_SINGLE : UCS2_SINGLE)) {
            return new SmsText(alphabet, List.of(text), units);
        }
        return new SmsText(alphabet, cut(text, gsm), units);
    }

    private static int septets(String text) {
        int septets = 0;
        for (int i = 0; i < text.length(); i++) {
            septets += GsmAlphabet.septets(text.charAt(i));
        }
        return septets;
    }

    private static List<String> cut(String text, boolean gsm) {
        int room = gsm ? GSM_PART : UCS2_PART;
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int length = gsm ? 1 : Character.charCount(text.codePointAt(i));
            int cost = gsm ? GsmAlphabet.septets(text.charAt(i)) : length;
            if (used + cost > room) {
                parts.add(text.substring(begin, i));
                begin = i;
                used = 0;
            }
            used += cost;
            i += length;
        }
        parts.add(text.substring(begin));
        return parts;
    }

    public Alphabet alphabet() {
        return alphabet;
    }

    /** The characters of each part. */
    public List<String> parts() {
        return parts;
    }

    /** Septets or code units of the whole text, headers left out. */
    public int units() {
        return units;
    }

    /** Whether the parts carry a user data header. */
    public boolean concatenated() {
        return parts.size() > 1;
    }

    /**
     * The octets of a part, with the header that joins it to the others (8-bit reference, 3GPP TS 23.040 section
     * 9.2.3.24.1) where there are several.
     *
     * @param index from 0
     * @param reference the same for all parts of a text; its lowest 8 bits count
     */
    public byte[] octets(int index, int reference) {
        byte[] body = alphabet == Alphabet.GSM
                ? GsmAlphabet.encode(parts.get(index))
                : parts.get(index).getBytes(StandardCharsets.UTF_16BE);
        if (!concatenated()) {
            return body;
        }
        if (parts.size() > MOST_PARTS) {
            throw new IllegalStateException("a text of more than " + MOST_PARTS + " parts");
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(HEADER_OCTETS + body.length);
        octets.writeBytes(new byte[] {5, 0, 3, (byte) reference, (byte) parts.size(), (byte) (index + 1)});
        octets.writeBytes(body);
        return octets.toByteArray();
    }
}
