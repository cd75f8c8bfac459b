package fr.vigie.simulators.telephony;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One thread that reads the sound of all calls. */
final class RtpReceiver implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RtpReceiver.class.getName());

    private final InetAddress host;
    private final Selector selector = Selector.open();
    private final byte[] packet = new byte[2_048];
    private final ByteBuffer buffer = ByteBuffer.wrap(packet);

    RtpReceiver(InetAddress host) throws IOException {
        this.host = host;
        Thread thread = new Thread(this::readUntilClosed, "telephone-rtp");
        thread.setDaemon(true);
        thread.start();
    }

    RtpLeg open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(host, 0));
            channel.configureBlocking(false);
            RtpLeg leg = new RtpLeg(channel);
            channel.register(selector, SelectionKey.OP_READ, leg);
            return leg;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void readUntilClosed() {
        while (selector.isOpen()) {
            try {
                // The time-out lets the ports of closed calls go.
                selector.select(this::read, 200);
            } catch (IOException | ClosedSelectorException e) {
                LOG.log(Level.FINE, "reading RTP ended", e);
            }
        }
    }

    private void read(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        RtpLeg leg = (RtpLeg) key.attachment();
        try {
            buffer.clear();
            while (channel.receive(buffer) != null) {
                leg.received(packet, buffer.position());
                buffer.clear();
            }
        } catch (IOException e) {
            key.cancel(); // the call ended while its last packets came in
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
