package fr.vigie.simulators.smsc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds one PDU: header, fields in order, length filled in at the end. Not for use by several threads. */
final class PduWriter {

    private ByteBuffer out = ByteBuffer.allocate(256);

    PduWriter(int command, int status, int sequence) {
        out.putInt(0).putInt(command).putInt(status).putInt(sequence);
    }

    static byte[] bare(int command, int status, int sequence) {
        return new PduWriter(command, status, sequence).toBytes();
    }

    PduWriter octet(int value) {
        need(1);
        out.put((byte) value);
        return this;
    }

    /** A NUL-terminated string. */
    PduWriter cString(String value) {
        return octets(value.getBytes(StandardCharsets.ISO_8859_1)).octet(0);
    }

    PduWriter octets(byte[] value) {
        need(value.length);
        out.put(value);
        return this;
    }

    PduWriter tlv(int tag, byte[] value) {
        need(4 + value.length);
        out.putShort((short) tag).putShort((short) value.length).put(value);
        return this;
    }

    byte[] toBytes() {
        out.putInt(0, out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    private void need(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
            larger.put(out.flip());
            out = larger;
        }
    }
}
