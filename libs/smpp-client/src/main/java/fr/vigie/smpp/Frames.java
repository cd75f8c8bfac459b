package fr.vigie.smpp;

import java.util.Arrays;

/** Cuts what comes from the wire into PDUs (section 3.1: every PDU begins with its length). */
final class Frames {
    /** A message_payload of 64 KiB and every other field; more is garbage or an attack on our memory. */
    static final int LONGEST = 70_000;

    private static final byte[] NOTHING = {};

    private byte[] rest = NOTHING;

    /** Takes one whole PDU. */
    interface Sink {
        /** @return false to be given no more of them */
        boolean pdu(PduReader pdu);
    }

    /**
     * Takes what was read and gives on the PDUs that are whole.
     *
     * @throws MalformedPduException where a length cannot be true: nothing that follows can be understood
     */
    void read(byte[] octets, Sink sink) throws MalformedPduException {
        byte[] all = octets;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + octets.length);
            System.arraycopy(octets, 0, all, rest.length, octets.length);
            rest = NOTHING;
        }
        int at = 0;
        while (all.length - at >= 4) {
            int length = PduReader.intAt(all, at);
            if (length < PduReader.HEADER || length > LONGEST) {
                throw new MalformedPduException(Status.RINVCMDLEN, "command_length " + length);
            }
            if (all.length - at < length) {
                break;
            }
            if (!sink.pdu(new PduReader(all, at, length))) {
                return;
            }
            at += length;
        }
        rest = at == all.length ? NOTHING : Arrays.copyOfRange(all, at, all.length);
    }
}
