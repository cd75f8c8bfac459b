package fr.vigie.dispatch.voice.media;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Paces every leg: a few threads, each with its share of the legs, wake every 20 ms, read what came for each leg and
 * send one frame. Reading in the same round keeps a leg on one thread and needs no selector; a key is seen at most 20
 * ms late.
 */
public final class MediaClock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MediaClock.class);
    private static final long FRAME_NANOS = 20_000_000;
    private static final int MAX_PACKET = 2_048;
    /** Room for half a second of sound that arrives in a burst. */
    private static final int RECEIVE_BUFFER = 16 * 1024;

    private final InetAddress host;
    private final PortRange ports;
    private final List<Pacer> pacers = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger nextPort = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder late = new LongAdder();
    private volatile boolean closed;

    /**
     * UDP ports for sound.
     *
     * @param first first port, or 0 for any free port
     * @param last last port, included
     */
    public record PortRange(int first, int last) {
        /** @throws IllegalArgumentException where the range is empty or outside 1–65535 */
        public PortRange {
            if (first < 0 || last > 65_535 || last < first) {
                throw new IllegalArgumentException("not a range of UDP ports: " + first + "-" + last);
            }
        }

        /**
         * Reads {@code 0} (any free port) or {@code first-last}.
         *
         * @throws IllegalArgumentException for anything else
         */
        public static PortRange parse(String text) {
            String[] ends = text.strip().split("-", -1);
            if (ends.length == 1 && ends[0].equals("0")) {
                return new PortRange(0, 0);
            }
            if (ends.length != 2 || !ends[0].matches("\\d{1,5}") || !ends[1].matches("\\d{1,5}")) {
                throw new IllegalArgumentException("a range of ports is written 20000-29999, not " + text);
            }
            return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        }
    }

    /**
     * @param host address to bind
     * @param ports ports to bind; even ones are used (RFC 3550 section 11)
     * @param threads pacing threads
     */
    public MediaClock(InetAddress host, PortRange ports, int threads) {
        this.host = host;
        this.ports = ports;
        for (int i = 0; i < threads; i++) {
            Pacer pacer = new Pacer("rtp-pacer-" + i);
            pacers.add(pacer);
            pacer.start();
        }
    }

    /**
     * Opens a leg; it stays silent until it is connected.
     *
     * @throws IOException where no port is free
     */
    public RtpLeg open() throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            bind(channel);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            RtpLeg leg = new RtpLeg(channel, port, sent, received);
            pacers.get(Math.floorMod(next.getAndIncrement(), pacers.size()))
                    .arriving
                    .add(leg);
            return leg;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void bind(DatagramChannel channel) throws IOException {
        if (ports.first() == 0) {
            channel.bind(new InetSocketAddress(host, 0));
            return;
        }
        int first = ports.first() + (ports.first() & 1);
        int count = Math.max(1, (ports.last() - first) / 2 + 1);
        for (int i = 0; i < count; i++) {
            int port = first + 2 * Math.floorMod(nextPort.getAndIncrement(), count);
            try {
                channel.bind(new InetSocketAddress(host, port));
                return;
            } catch (BindException taken) {
                LOG.debugf("port %d is taken", port);
            }
        }
        throw new BindException("no free port for sound in " + ports.first() + "-" + ports.last());
    }

    /** Frames sent since the start. */
    public long packetsSent() {
        return sent.sum();
    }

    /** Packets received since the start. */
    public long packetsReceived() {
        return received.sum();
    }

    /** Rounds that began more than 20 ms late: the machine is too slow for its calls. */
    public long lateRounds() {
        return late.sum();
    }

    @Override
    public void close() {
        closed = true;
        for (Pacer pacer : pacers) {
            LockSupport.unpark(pacer);
        }
    }

    private final class Pacer extends Thread {
        private final Queue<RtpLeg> arriving = new ConcurrentLinkedQueue<>();
        private final List<RtpLeg> legs = new ArrayList<>();
        private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_PACKET);
        private final ByteBuffer out = ByteBuffer.allocateDirect(RtpLeg.HEADER_BYTES + RtpLeg.FRAME_SAMPLES);

        private Pacer(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            long due = System.nanoTime();
            while (!closed) {
                due += FRAME_NANOS;
                sleepUntil(due);
                if (System.nanoTime() - due > FRAME_NANOS && !legs.isEmpty()) {
                    late.increment();
                }
                round();
                // After a long stop of the machine, frames are not sent in a burst to catch up: nobody wants them.
                if (System.nanoTime() - due > 10 * FRAME_NANOS) {
                    due = System.nanoTime();
                }
            }
            legs.forEach(RtpLeg::release);
        }

        private void sleepUntil(long due) {
            long wait = due - System.nanoTime();
            while (wait > 0 && !closed) {
                LockSupport.parkNanos(this, wait);
                wait = due - System.nanoTime();
            }
        }

        private void round() {
            RtpLeg arrived = arriving.poll();
            while (arrived != null) {
                legs.add(arrived);
                arrived = arriving.poll();
            }
            Iterator<RtpLeg> each = legs.iterator();
            while (each.hasNext()) {
                RtpLeg leg = each.next();
                try {
                    leg.tick(in, out);
                } catch (RuntimeException e) {
                    LOG.error("a leg failed and is closed", e);
                    leg.close();
                }
                if (leg.isClosed()) {
                    leg.release();
                    each.remove();
                }
            }
        }
    }
}
