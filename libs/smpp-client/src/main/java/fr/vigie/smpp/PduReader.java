package fr.vigie.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A cursor over one PDU; never reads past its end. */
final class PduReader {
    static final int HEADER = 16;
    private static final int TLV_HEADER = 4;

    private final byte[] octets;
    private final int begin;
    private final int end;
    private int position;

    /**
     * @param from where the PDU begins; at least a header follows
     * @param length its command_length
     */
    PduReader(byte[] octets, int from, int length) {
        this.octets = octets;
        this.begin = from;
        this.end = from + length;
        this.position = from + HEADER;
    }

    static int intAt(byte[] octets, int at) {
        return (octets[at] & 0xFF) << 24
                | (octets[at + 1] & 0xFF) << 16
                | (octets[at + 2] & 0xFF) << 8
                | (octets[at + 3] & 0xFF);
    }

    int command() {
        return intAt(octets, begin + 4);
    }

    int status() {
        return intAt(octets, begin + 8);
    }

    int sequence() {
        return intAt(octets, begin + 12);
    }

    int octet() throws MalformedPduException {
        need(1);
        return octets[position++] & 0xFF;
    }

    private int twoOctets() throws MalformedPduException {
        return octet() << 8 | octet();
    }

    /** A C-Octet String (section 3.1): whatever stands before the next NUL. */
    String text() throws MalformedPduException {
        int nul = position;
        while (nul < end && octets[nul] != 0) {
            nul++;
        }
        if (nul == end) {
            throw new MalformedPduException(Status.RINVCMDLEN, "a string has no end");
        }
        String text = new String(octets, position, nul - position, StandardCharsets.ISO_8859_1);
        position = nul + 1;
        return text;
    }

    byte[] octets(int count) throws MalformedPduException {
        need(count);
        byte[] value = Arrays.copyOfRange(octets, position, position + count);
        position += count;
        return value;
    }

    Address address() throws MalformedPduException {
        return new Address(octet(), octet(), text());
    }

    /** The optional parameters (section 3.2.4): all that is left. */
    Tlvs tlvs() throws MalformedPduException {
        if (position == end) {
            return Tlvs.NONE;
        }
        List<Tlv> found = new ArrayList<>(4);
        while (position < end) {
            if (end - position < TLV_HEADER) {
                throw new MalformedPduException(Status.RINVOPTPARSTREAM, "an optional parameter is cut short");
            }
            int tag = twoOctets();
            int length = twoOctets();
            if (end - position < length) {
                throw new MalformedPduException(Status.RINVOPTPARSTREAM, "an optional parameter is cut short");
            }
            found.add(new Tlv(tag, octets(length)));
        }
        return new Tlvs(found);
    }

    private void need(int count) throws MalformedPduException {
        if (end - position < count) {
            throw new MalformedPduException(Status.RINVCMDLEN, "a field runs past the end");
        }
    }
}
