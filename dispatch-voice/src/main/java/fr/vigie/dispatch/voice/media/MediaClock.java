package fr.vigie.dispatch.voice.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Paces every leg: a few threads, each with its share of the legs, wake every 20 ms, read what came for each leg and
 * send one frame. Reading in the same round keeps a leg on one thread; a key is seen at most 20 ms late. A selector says
 * which sockets have something, since to ask each costs more than to send a frame.
 */
public final class MediaClock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MediaClock.class);
    private static final long FRAME_NANOS = 20_000_000;
    private static final int MAX_PACKET = 2_048;

    private static final int MOST_CAUGHT_UP = 10;
    /** A leg that is flooded takes at most so many packets a frame; the socket's buffer drops the rest. */
    private static final int MOST_PACKETS = 16;

    /** 96 random bits name a leg in its reports (RFC 7022 section 4.2). */
    private static final int NAME_BYTES = 12;

    private final PortPairs pairs;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final List<Pacer> pacers = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final RtpLeg.Traffic traffic = new RtpLeg.Traffic();
    private final LongAdder late = new LongAdder();
    private volatile boolean closed;

    /**
     * UDP ports: even ones for sound, the odd ones after them for reports.
     *
     * @param first first port, or 0 for any free ports
     * @param last last port, included
     */
    public record PortRange(int first, int last) {
        /** @throws IllegalArgumentException where the range is outside 1–65535 or holds no even port and the next */
        public PortRange {
            if (first < 0 || last > 65_535 || last < first) {
                throw new IllegalArgumentException("not a range of UDP ports: " + first + "-" + last);
            }
            if (first > 0 && last < first + 1 + (first & 1)) {
                throw new IllegalArgumentException("no even port and the one after it in " + first + "-" + last);
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

        /** For how many calls there is room. */
        public int pairs() {
            return first == 0 ? Integer.MAX_VALUE : (last + 1 - first - (first & 1)) / 2;
        }
    }

    /**
     * @param host address to bind
     * @param ports ports to bind, in pairs
     * @param threads pacing threads
     * @param clock what reports tell
     */
    public MediaClock(InetAddress host, PortRange ports, int threads, Clock clock) {
        this.pairs = new PortPairs(host, ports);
        this.clock = clock;
        for (int i = 0; i < threads; i++) {
            Pacer pacer = new Pacer("rtp-pacer-" + i);
            pacers.add(pacer);
            pacer.start();
        }
    }

    /** By the system's clock. */
    public MediaClock(InetAddress host, PortRange ports, int threads) {
        this(host, ports, threads, Clock.systemUTC());
    }

    /**
     * Opens a leg; it stays silent until it is connected.
     *
     * @throws IOException where no pair of ports is free
     */
    public RtpLeg open() throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        RtpLeg leg = new RtpLeg(
                pairs.open(),
                Base64.getEncoder().encodeToString(name),
                new NtpTime(clock.instant(), System.nanoTime()),
                traffic);
        pacers.get(Math.floorMod(next.getAndIncrement(), pacers.size()))
                .arriving
                .add(leg);
        return leg;
    }

    /** Frames sent since the start. */
    public long packetsSent() {
        return traffic.sent().sum();
    }

    /** Packets received since the start. */
    public long packetsReceived() {
        return traffic.received().sum();
    }

    /** RTCP packets sent since the start. */
    public long reportsSent() {
        return traffic.reportsSent().sum();
    }

    /** RTCP packets by the rules that came from where they were expected, since the start. */
    public long reportsReceived() {
        return traffic.reportsReceived().sum();
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
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_PACKET);
        private final Selector ready;
        private final Consumer<SelectionKey> read = this::read;

        private Pacer(String name) {
            super(name);
            setDaemon(true);
            try {
                ready = Selector.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
                int missed = (int) ((System.nanoTime() - due) / FRAME_NANOS);
                if (missed > MOST_CAUGHT_UP) {
                    due += missed * FRAME_NANOS;
                    legs.forEach(leg -> leg.skip(missed));
                }
            }
            arriving.forEach(legs::add);
            legs.forEach(leg -> leg.release(buffer, System.nanoTime()));
            try {
                ready.close();
            } catch (IOException e) {
                LOG.debug("a selector was not closed", e);
            }
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
                take(arrived);
                arrived = arriving.poll();
            }
            try {
                // Closed sockets leave the selector here, too.
                int packets = 1;
                while (ready.selectNow(read) > 0 && packets < MOST_PACKETS) {
                    packets++;
                }
            } catch (IOException e) {
                LOG.debug("nothing could be read", e);
            }
            Iterator<RtpLeg> each = legs.iterator();
            while (each.hasNext()) {
                RtpLeg leg = each.next();
                try {
                    leg.tick(buffer, System.nanoTime());
                } catch (RuntimeException e) {
                    LOG.error("a leg failed and is closed", e);
                    leg.close();
                }
                if (leg.isClosed()) {
                    leg.release(buffer, System.nanoTime());
                    each.remove();
                }
            }
        }

        private void take(RtpLeg leg) {
            legs.add(leg);
            try {
                leg.sockets().sound().register(ready, SelectionKey.OP_READ, leg);
                leg.sockets().control().register(ready, SelectionKey.OP_READ, leg);
            } catch (IOException e) {
                LOG.debug("a leg was closed before it began", e);
            }
        }

        private void read(SelectionKey key) {
            RtpLeg leg = (RtpLeg) key.attachment();
            try {
                leg.read(key.channel(), buffer, System.nanoTime());
            } catch (RuntimeException e) {
                LOG.error("a leg failed and is closed", e);
                leg.close();
            }
        }
    }
}
