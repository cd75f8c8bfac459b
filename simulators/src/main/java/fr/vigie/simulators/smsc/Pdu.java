package fr.vigie.simulators.smsc;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One PDU as read from the wire: the header, and a cursor over the body. Not for use by several threads. */
final class Pdu {

    private final int command;
    private final int status;
    private final int sequence;
    private final byte[] body;
    private int position;

    private Pdu(int command, int status, int sequence, byte[] body) {
        this.command = command;
        this.status = status;
        this.sequence = sequence;
        this.body = body;
    }

    /** The PDU's length field cannot be true, so that nothing that follows can be understood. */
    static final class BadLengthException extends IOException {
        private static final long serialVersionUID = 1L;

        BadLengthException(int length) {
            super("PDU length " + length);
        }
    }

    /** A field runs past the end of the body. */
    static final class MalformedBodyException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedBodyException() {
            super("a field runs past the end of the PDU");
        }
    }

    static Pdu read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < Smpp.HEADER_BYTES || length > Smpp.MAX_PDU_BYTES) {
            throw new BadLengthException(length);
        }
        int command = in.readInt();
        int status = in.readInt();
        int sequence = in.readInt();
        byte[] body = new byte[length - Smpp.HEADER_BYTES];
        in.readFully(body);
        return new Pdu(command, status, sequence, body);
    }

    int command() {
        return command;
    }

    int status() {
        return status;
    }

    int sequence() {
        return sequence;
    }

    int octet() throws MalformedBodyException {
        if (position >= body.length) {
            throw new MalformedBodyException();
        }
        return body[position++] & 0xFF;
    }

    String cString() throws MalformedBodyException {
        int start = position;
        while (octet() != 0) {
            continue;
        }
        return new String(body, start, position - 1 - start, StandardCharsets.ISO_8859_1);
    }

    byte[] octets(int length) throws MalformedBodyException {
        if (position + length > body.length) {
            throw new MalformedBodyException();
        }
        byte[] value = new byte[length];
        System.arraycopy(body, position, value, 0, length);
        position += length;
        return value;
    }

    /** The optional parameters that end the body, by tag; the last of a repeated tag counts. */
    Map<Integer, byte[]> tlvs() throws MalformedBodyException {
        if (position >= body.length) {
            return Map.of();
        }
        Map<Integer, byte[]> tlvs = new HashMap<>();
        while (position < body.length) {
            int tag = octet() << 8 | octet();
            int length = octet() << 8 | octet();
            tlvs.put(tag, octets(length));
        }
        return tlvs;
    }
}
