package fr.vigie.dispatch.sms.smpp;

import fr.vigie.text.sms.GsmAlphabet;
import fr.vigie.text.sms.SmsEncoding;
import fr.vigie.text.sms.SmsText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A text as the octets of its short_message fields. */
final class WireText {
    /** The most parts that a concatenated text may have (3GPP TS 23.040 section 9.2.3.24.1). */
    static final int MOST_PARTS = 255;

    private static final byte DEFAULT_ALPHABET = 0x00;
    private static final byte UCS2 = 0x08;
    private static final int HEADER_OCTETS = 6;

    private final SmsText text;

    private WireText(SmsText text) {
        this.text = text;
    }

    static WireText of(String text) {
        return new WireText(SmsText.of(text));
    }

    int parts() {
        return text.parts().size();
    }

    /** Whether the parts carry a user data header. */
    boolean concatenated() {
        return parts() > 1;
    }

    /** The field data_coding (SMPP 3.4 section 5.2.19). */
    byte dataCoding() {
        return text.encoding() == SmsEncoding.GSM7 ? DEFAULT_ALPHABET : UCS2;
    }

    /**
     * The octets of a part, with the header that joins it to the others (8-bit reference, 3GPP TS 23.040 section
     * 9.2.3.24.1) where there are several.
     *
     * @param index from 0
     * @param reference the same for all parts of a text; its lowest 8 bits count
     */
    byte[] octets(int index, int reference) {
        List<String> parts = text.parts();
        byte[] body = text.encoding() == SmsEncoding.GSM7
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
