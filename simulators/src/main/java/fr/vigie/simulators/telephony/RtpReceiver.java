package fr.vigie.simulators.telephony;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A few threads that read the sound of all calls, each its share. */
final class RtpReceiver implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RtpReceiver.class.getName());
    private static final int THREADS = 2;

    private final InetAddress host;
    private final List<Reader> readers = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    RtpReceiver(InetAddress host) throws IOException {
        this.host = host;
        for (int i = 0; i < THREADS; i++) {
            readers.add(new Reader("telephone-rtp-" + i));
        }
        readers.forEach(Thread::start);
    }

    RtpLeg open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(host, 0));
            channel.configureBlocking(false);
            RtpLeg leg = new RtpLeg(channel);
            Reader reader = readers.get(Math.floorMod(next.getAndIncrement(), THREADS));
            RtcpAnswers reports = RtcpAnswers.beside(leg, host);
            if (reports != null) {
                leg.report(reports);
                reader.take(reports.channel(), reports);
            }
            reader.take(channel, leg);
            return leg;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (Reader reader : readers) {
            reader.close();
        }
    }

    private static final class Reader extends Thread {
        private final Selector selector = Selector.open();
        private final byte[] packet = new byte[2_048];
        private final ByteBuffer buffer = ByteBuffer.wrap(packet);

        private Reader(String name) throws IOException {
            super(name);
            setDaemon(true);
        }

        private void take(DatagramChannel channel, Object reader) throws IOException {
            channel.register(selector, SelectionKey.OP_READ, reader);
            selector.wakeup(); // a key counts from the next selection on
        }

        @Override
        public void run() {
            while (selector.isOpen()) {
                try {
                    // The time-out lets the ports of closed calls go.
                    selector.select(this::read, 200);
                } catch (IOException | ClosedSelectorException e) {
                    LOG.log(Level.FINE, "reading RTP ended", e);
                }
            }
        }

        /** One packet: where more have come, the next selection says so, and finding out here would take a call more. */
        private void read(SelectionKey key) {
            DatagramChannel channel = (DatagramChannel) key.channel();
            try {
                buffer.clear();
                SocketAddress from = channel.receive(buffer);
                if (from == null) {
                    return;
                }
                if (key.attachment() instanceof RtcpAnswers reports) {
                    reports.received(buffer.flip(), from);
                } else {
                    ((RtpLeg) key.attachment()).received(packet, buffer.position(), System.nanoTime());
                }
            } catch (IOException e) {
                key.cancel(); // the call ended while its last packets came in
            }
        }

        private void close() throws IOException {
            for (SelectionKey key : Set.copyOf(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
