package fr.vigie.simulators.telephony;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A telephone's reports (RFC 3550): at the port after the sound's, each sender report is answered at once with a
 * receiver report of what came. Belongs to the reading thread of its leg.
 */
final class RtcpAnswers implements AutoCloseable {

    private static final int SENDER_REPORT = 200;
    private static final int SENDER_REPORT_BYTES = 28;

    private final DatagramChannel channel;
    private final RtpLeg leg;
    private final ByteBuffer out = ByteBuffer.allocate(64);
    private long packetsBefore;
    private long lostBefore;

    private RtcpAnswers(DatagramChannel channel, RtpLeg leg) {
        this.channel = channel;
        this.leg = leg;
    }

    /** Null where the port is taken: then this telephone reports nothing, as many do. */
    static RtcpAnswers beside(RtpLeg leg, InetAddress host) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(host, leg.port() + 1));
            channel.configureBlocking(false);
            return new RtcpAnswers(channel, leg);
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            return null;
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    /** One packet. */
    void received(ByteBuffer packet, SocketAddress from) throws IOException {
        if (packet.remaining() < SENDER_REPORT_BYTES
                || (packet.get(0) & 0xC0) != 0x80
                || (packet.get(1) & 0xFF) != SENDER_REPORT
                || leg.packets() == 0) {
            return;
        }
        long packets = leg.packets();
        long lost = leg.lostPackets();
        long expected = packets - packetsBefore + (lost - lostBefore);
        long fraction = expected <= 0 ? 0 : Math.min(255, Math.max(0, lost - lostBefore) * 256 / expected);
        packetsBefore = packets;
        lostBefore = lost;
        out.clear();
        out.putInt(0x81C9_0007).putInt(leg.source()).putInt(packet.getInt(4));
        out.putInt((int) (fraction << 24 | lost & 0xFF_FFFF)).putInt(leg.highestSequence());
        out.putInt(0).putInt(packet.getInt(10)).putInt(0); // jitter is not measured; answered without delay
        out.putInt(0x81CA_0002).putInt(leg.source()).putInt(0x0101_7400); // SDES with the CNAME "t"
        channel.send(out.flip(), from);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // closed either way
        }
    }
}
