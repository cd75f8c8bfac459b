package fr.vigie.smpp;

import java.util.Arrays;

/** Writes PDUs one after the other into one run of octets, so that many leave in one write. */
final class PduWriter {
    private static final int FIRST_SIZE = 4 * 1024;
    /** What a burst has needed is given back after it. */
    private static final int KEPT_SIZE = 256 * 1024;

    private byte[] octets = new byte[FIRST_SIZE];
    private int length;
    private int pdu;

    /** Begins a PDU; its length is written by {@link #end}. */
    PduWriter begin(int command, int status, int sequence) {
        pdu = length;
        need(PduReader.HEADER);
        length += 4;
        return four(command).four(status).four(sequence);
    }

    void end() {
        int written = length;
        length = pdu;
        four(written - pdu);
        length = written;
    }

    /** A PDU without body. */
    void bare(int command, int status, int sequence) {
        begin(command, status, sequence).end();
    }

    /** Takes back what was begun and not ended. */
    void abandon() {
        length = pdu;
    }

    PduWriter octet(int value) {
        need(1);
        octets[length++] = (byte) value;
        return this;
    }

    PduWriter octets(byte[] value) {
        need(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    /** A C-Octet String (section 3.1). Characters beyond Latin-1 have no place in one; they become question marks. */
    PduWriter text(String value) {
        need(value.length() + 1);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            octets[length++] = (byte) (c == 0 || c > 0xFF ? '?' : c);
        }
        octets[length++] = 0;
        return this;
    }

    PduWriter address(Address address) {
        return octet(address.ton()).octet(address.npi()).text(address.digits());
    }

    PduWriter tlvs(Tlvs tlvs) {
        for (Tlv tlv : tlvs.all()) {
            octet(tlv.tag() >> 8).octet(tlv.tag());
            octet(tlv.value().length >> 8).octet(tlv.value().length);
            octets(tlv.value());
        }
        return this;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** All that was written; begins anew. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(octets, length);
        length = 0;
        if (octets.length > KEPT_SIZE) {
            octets = new byte[FIRST_SIZE];
        }
        return taken;
    }

    private PduWriter four(int value) {
        need(4);
        octets[length++] = (byte) (value >> 24);
        octets[length++] = (byte) (value >> 16);
        octets[length++] = (byte) (value >> 8);
        octets[length++] = (byte) value;
        return this;
    }

    private void need(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
