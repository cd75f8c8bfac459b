package fr.vigie.dispatch.voice.sip;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Decides whose messages the stack gets to see. The stack keeps a buffer for every packet and half a minute's transaction
 * for every request, so whoever may reach it can fill our memory, and have it answer to where it pleases. Hence only the
 * trunks' own addresses may, and whoever names a Call-ID of ours: a call may well be hung up, or picked up, by a host
 * that no trunk names. Everybody else gets no answer at all. Thread-safe.
 */
final class Doorkeeper {
    private static final Logger LOG = Logger.getLogger(Doorkeeper.class);
    private static final long LOG_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final CallIds callIds;
    private final Map<String, List<InetAddress>> trunks = new ConcurrentHashMap<>();
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

    Doorkeeper(CallIds callIds) {
        this.callIds = callIds;
    }

    /** What a trunk's host is known as now; what it was before does not count any more. */
    void trunk(String host, InetAddress... addresses) {
        trunks.put(host, List.of(addresses));
    }

    /** Whether it is a trunk's address. */
    boolean knows(InetAddress address) {
        for (List<InetAddress> each : trunks.values()) {
            if (each.contains(address)) {
                return true;
            }
        }
        return false;
    }

    boolean admits(DatagramPacket packet) {
        if (knows(packet.getAddress()) || callIds.named(packet.getData(), packet.getOffset(), packet.getLength())) {
            return true;
        }
        turnedAway(packet.getAddress());
        return false;
    }

    /** One line a minute at most: a flood shall not fill the log as well. */
    void turnedAway(InetAddress from) {
        long count = turnedAway.incrementAndGet();
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last >= LOG_EVERY_NANOS && lastLogged.compareAndSet(last, now)) {
            LOG.warnf(
                    "%d messages or connections from addresses that are no trunk's were dropped so far, this one from %s",
                    count, from.getHostAddress());
        }
    }
}
