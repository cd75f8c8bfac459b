package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;

/**
 * Reads RTCP compound packets (RFC 3550 section 6). A packet is judged as a whole first, by the rules of appendix A.2
 * and those of its reports' lengths: of one that breaks them nothing is told.
 */
final class RtcpReader {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int BLOCK_BYTES = 24;

    private static final int RECEIVER_HEADER = 8;
    private static final int SENDER_HEADER = 28;

    private RtcpReader() {}

    /** Hears what is in a packet. */
    interface Sink {
        /**
         * A sender report.
         *
         * @param source who sent it
         * @param ntpMiddle the middle 32 bits of its NTP time
         */
        void sender(int source, int ntpMiddle);

        /**
         * A report block.
         *
         * @param about whose sound it is about
         * @param fraction of packets lost since the last report, in 1/256
         * @param lost packets lost so far; negative where more came than were sent
         * @param highest extended sequence number, unsigned 32 bits
         * @param jitter in samples, unsigned 32 bits
         * @param lastReport middle of the NTP time of the last sender report that came; 0 for none
         * @param delay since that, in 1/65,536 s
         */
        void block(int about, int fraction, int lost, long highest, long jitter, int lastReport, int delay);
    }

    /** Whether a packet at a port that RTP shares is RTCP (RFC 5761 section 4). */
    static boolean isControl(ByteBuffer packet) {
        int type = packet.remaining() < 2 ? 0 : packet.get(packet.position() + 1) & 0xFF;
        return type >= 192 && type <= 223;
    }

    /** @return whether it was a packet by the rules; if not, the sink was told nothing */
    static boolean read(ByteBuffer packet, Sink sink) {
        if (!sound(packet)) {
            return false;
        }
        int at = packet.position();
        while (at < packet.limit()) {
            tell(packet, at, sink);
            at += bytes(packet, at);
        }
        return true;
    }

    private static boolean sound(ByteBuffer packet) {
        int at = packet.position();
        if (packet.remaining() < RECEIVER_HEADER || !isReport(packet, at) || padded(packet, at)) {
            return false;
        }
        while (at < packet.limit()) {
            int left = packet.limit() - at;
            if (left < 4 || (packet.get(at) & 0xC0) != 0x80 || bytes(packet, at) > left) {
                return false;
            }
            int bytes = bytes(packet, at);
            int content = bytes;
            if (padded(packet, at)) {
                int padding = packet.get(at + bytes - 1) & 0xFF;
                if (bytes != left || padding == 0 || padding % 4 != 0 || padding > bytes - 4) {
                    return false; // only the last one may be padded
                }
                content -= padding;
            }
            if (isReport(packet, at) && content < header(packet, at) + BLOCK_BYTES * blocks(packet, at)) {
                return false;
            }
            at += bytes;
        }
        return true;
    }

    private static void tell(ByteBuffer packet, int at, Sink sink) {
        if (!isReport(packet, at)) {
            return; // names, goodbyes and what else there is change nothing: the signalling ends calls
        }
        if (type(packet, at) == SENDER_REPORT) {
            sink.sender(packet.getInt(at + 4), packet.getInt(at + 10));
        }
        int block = at + header(packet, at);
        for (int i = 0; i < blocks(packet, at); i++, block += BLOCK_BYTES) {
            int loss = packet.getInt(block + 4);
            sink.block(
                    packet.getInt(block),
                    loss >>> 24,
                    loss << 8 >> 8,
                    packet.getInt(block + 8) & 0xFFFF_FFFFL,
                    packet.getInt(block + 12) & 0xFFFF_FFFFL,
                    packet.getInt(block + 16),
                    packet.getInt(block + 20));
        }
    }

    private static boolean isReport(ByteBuffer packet, int at) {
        return type(packet, at) == SENDER_REPORT || type(packet, at) == RECEIVER_REPORT;
    }

    private static int header(ByteBuffer packet, int at) {
        return type(packet, at) == SENDER_REPORT ? SENDER_HEADER : RECEIVER_HEADER;
    }

    private static int type(ByteBuffer packet, int at) {
        return packet.get(at + 1) & 0xFF;
    }

    private static int blocks(ByteBuffer packet, int at) {
        return packet.get(at) & 0x1F;
    }

    private static boolean padded(ByteBuffer packet, int at) {
        return (packet.get(at) & 0x20) != 0;
    }

    private static int bytes(ByteBuffer packet, int at) {
        return 4 * ((packet.getShort(at + 2) & 0xFFFF) + 1);
    }
}
