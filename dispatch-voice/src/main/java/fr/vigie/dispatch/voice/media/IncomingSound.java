package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;

/** The stream that comes: keys, and sound that is listened to. Belongs to the pacing thread. */
final class IncomingSound {
    private static final long NANOS_PER_SAMPLE = 125_000;

    private final Reception reception;
    private final TelephoneEvents events = new TelephoneEvents();
    private final byte[] heard = new byte[RtpLeg.FRAME_SAMPLES];

    IncomingSound(Reception reception) {
        this.reception = reception;
    }

    /** @return whether it was sound, of whatever length */
    boolean read(Peer from, ByteBuffer packet, long now) {
        int start = payload(packet);
        if (start < 0) {
            return false;
        }
        int source = packet.getInt(8);
        boolean ofStream = reception.packet(source, packet.getShort(2) & 0xFFFF);
        int type = packet.get(1) & 0x7F;
        int time = packet.getInt(4);
        packet.position(start);
        if (from.to().eventTypes().contains(type)) {
            if (from.answered()) {
                events.read(source, time, packet, from.listener());
            }
            return false;
        }
        if (type != RtpLeg.PCMA && type != RtpLeg.PCMU || !packet.hasRemaining()) {
            return false;
        }
        if (ofStream) {
            reception.sound(time, (int) (now / NANOS_PER_SAMPLE));
        }
        if (from.answered()) {
            listen(from, packet, type == RtpLeg.PCMU);
        }
        return true;
    }

    private void listen(Peer from, ByteBuffer packet, boolean ulaw) {
        while (packet.hasRemaining()) {
            int length = Math.min(packet.remaining(), heard.length);
            packet.get(heard, 0, length);
            tell(from, from.listening().sound(heard, length, ulaw));
        }
    }

    /** A frame's time in which no sound came. */
    void nothing(Peer from) {
        if (from.answered()) {
            tell(from, from.listening().nothing());
        }
    }

    /** Where the payload starts (RFC 3550 section 5.1); -1 where it is no RTP packet. */
    private static int payload(ByteBuffer packet) {
        if (packet.remaining() < OutgoingSound.HEADER_BYTES || (packet.get(0) & 0xC0) != 0x80) {
            return -1;
        }
        int start = OutgoingSound.HEADER_BYTES + 4 * (packet.get(0) & 0x0F);
        if ((packet.get(0) & 0x10) != 0) { // header extension, section 5.3.1
            if (packet.limit() < start + 4) {
                return -1;
            }
            start += 4 + 4 * (packet.getShort(start + 2) & 0xFFFF);
        }
        return start > packet.limit() ? -1 : start;
    }

    private static void tell(Peer from, Listening.Sign sign) {
        switch (sign) {
            case BEEP -> from.listener().beep();
            case LONG_TALK -> from.listener().longTalk();
            case TALK_OVER -> from.listener().talkOver();
            case NOTHING -> {}
        }
    }
}
