package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings.Concatenation;
import fr.vigie.smpp.SubmitSm;
import fr.vigie.smpp.Tlv;
import fr.vigie.text.sms.GsmAlphabet;
import fr.vigie.text.sms.SmsEncoding;
import fr.vigie.text.sms.SmsText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text as it stands in submit_sm, cut into parts. Made once for all who get the text. */
final class WireText {
    /** The most parts that a concatenated text may have (3GPP TS 23.040 section 9.2.3.24.1). */
    static final int MOST_PARTS = 255;

    private static final int DEFAULT_ALPHABET = 0x00;
    private static final int UCS2 = 0x08;
    /** The header with a 16-bit reference has seven octets: 133 are left, 152 septets or 66 units. */
    private static final int SEPTETS_BESIDE_WIDE_HEADER = 152;

    private static final int UNITS_BESIDE_WIDE_HEADER = 66;
    private static final byte[] NOTHING = {};

    private final String text;
    private final Concatenation form;
    private final SmsEncoding encoding;
    private final int parts;
    private final List<byte[]> bodies;

    private WireText(String text, Concatenation form, SmsEncoding encoding, List<String> pieces) {
        this.text = text;
        this.form = form;
        this.encoding = encoding;
        this.parts = pieces.size();
        List<String> each = form == Concatenation.PAYLOAD ? List.of(text) : pieces;
        this.bodies = each.stream().map(this::encoded).toList();
    }

    static WireText of(String text, Concatenation form) {
        SmsText cut = SmsText.of(text);
        boolean wide = form == Concatenation.UDH16 && cut.parts().size() > 1;
        return new WireText(text, form, cut.encoding(), wide ? cutForWideHeader(text, cut.encoding()) : cut.parts());
    }

    private static List<String> cutForWideHeader(String text, SmsEncoding encoding) {
        boolean gsm = encoding == SmsEncoding.GSM7;
        int limit = gsm ? SEPTETS_BESIDE_WIDE_HEADER : UNITS_BESIDE_WIDE_HEADER;
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int length = Character.charCount(text.codePointAt(i));
            int units = gsm ? GsmAlphabet.septetsOf(text.charAt(i)) : length;
            if (used + units > limit) {
                pieces.add(text.substring(start, i));
                start = i;
                used = 0;
            }
            used += units;
            i += length;
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private byte[] encoded(String piece) {
        return encoding == SmsEncoding.GSM7 ? GsmAlphabet.encode(piece) : piece.getBytes(StandardCharsets.UTF_16BE);
    }

    String text() {
        return text;
    }

    /** What the operator counts and is paid for. */
    int parts() {
        return parts;
    }

    /** How many submit_sm it takes. */
    int messages() {
        return bodies.size();
    }

    /** The field data_coding (SMPP 3.4 section 5.2.19). */
    int dataCoding() {
        return encoding == SmsEncoding.GSM7 ? DEFAULT_ALPHABET : UCS2;
    }

    private boolean hasHeader() {
        return messages() > 1 && form != Concatenation.SAR;
    }

    private boolean payload() {
        return parts > messages();
    }

    /** The field esm_class (section 5.2.12). */
    int esmClass() {
        return hasHeader() ? SubmitSm.UDHI : 0;
    }

    /**
     * The field short_message: the piece, behind the header that joins it to the others where there is one.
     *
     * @param index from 0
     * @param reference the same for all parts of a text; as many of its lowest bits count as the form has
     */
    byte[] octets(int index, int reference) {
        byte[] body = bodies.get(index);
        if (payload()) {
            return NOTHING;
        }
        if (!hasHeader()) {
            return body;
        }
        // 3GPP TS 23.040 sections 9.2.3.24.1 and 9.2.3.24.8.
        byte[] header = form == Concatenation.UDH16
                ? new byte[] {6, 8, 4, (byte) (reference >> 8), (byte) reference, (byte) messages(), (byte) (index + 1)}
                : new byte[] {5, 0, 3, (byte) reference, (byte) messages(), (byte) (index + 1)};
        byte[] octets = new byte[header.length + body.length];
        System.arraycopy(header, 0, octets, 0, header.length);
        System.arraycopy(body, 0, octets, header.length, body.length);
        return octets;
    }

    /** The optional parameters that say what the header does not (sections 5.3.2.22 to 5.3.2.24 and 5.3.2.32). */
    List<Tlv> parameters(int index, int reference) {
        if (payload()) {
            return List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, bodies.get(index)));
        }
        if (messages() > 1 && form == Concatenation.SAR) {
            return List.of(
                    Tlv.twoOctets(Tlv.SAR_MSG_REF_NUM, reference),
                    Tlv.octet(Tlv.SAR_TOTAL_SEGMENTS, messages()),
                    Tlv.octet(Tlv.SAR_SEGMENT_SEQNUM, index + 1));
        }
        return List.of();
    }
}
