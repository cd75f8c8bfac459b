package fr.vigie.dispatch.voice.media;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Binds an even port for sound and the one after it for reports (RFC 3550 section 11). */
final class PortPairs {
    /** Room for half a second of sound that arrives in a burst. */
    private static final int SOUND_BUFFER = 16 * 1024;

    private static final int CONTROL_BUFFER = 4 * 1024;
    /** A port that the system gives is free; its neighbour may not be. */
    private static final int TRIES = 32;

    private final InetAddress host;
    private final MediaClock.PortRange ports;
    private final AtomicInteger next = new AtomicInteger();

    PortPairs(InetAddress host, MediaClock.PortRange ports) {
        this.host = host;
        this.ports = ports;
    }

    /** @throws IOException where no pair is free, or the process may open no more sockets */
    LegSockets open() throws IOException {
        int first = ports.first() + (ports.first() & 1);
        int count = ports.first() == 0 ? TRIES : (ports.last() - first + 1) / 2;
        for (int i = 0; i < count; i++) {
            LegSockets pair =
                    ports.first() == 0 ? besideAny() : at(first + 2 * Math.floorMod(next.getAndIncrement(), count));
            if (pair != null) {
                return pair;
            }
        }
        throw new BindException("no free port for sound in " + ports.first() + "-" + ports.last());
    }

    private LegSockets at(int port) throws IOException {
        DatagramChannel sound = bound(port);
        return sound == null ? null : completed(sound, port, port + 1);
    }

    private LegSockets besideAny() throws IOException {
        DatagramChannel one = bound(0);
        int port = ((InetSocketAddress) one.getLocalAddress()).getPort();
        return completed(one, port, port ^ 1);
    }

    /** @return null where the other port is taken; then the first is let go */
    private LegSockets completed(DatagramChannel one, int port, int otherPort) throws IOException {
        DatagramChannel other;
        try {
            other = bound(otherPort);
        } catch (IOException e) {
            one.close();
            throw e;
        }
        if (other == null) {
            one.close();
            return null;
        }
        DatagramChannel sound = port < otherPort ? one : other;
        DatagramChannel control = port < otherPort ? other : one;
        sound.setOption(StandardSocketOptions.SO_RCVBUF, SOUND_BUFFER);
        control.setOption(StandardSocketOptions.SO_RCVBUF, CONTROL_BUFFER);
        return new LegSockets(sound, control, Math.min(port, otherPort));
    }

    /** @return null where the port is taken */
    private DatagramChannel bound(int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(host, port));
            return channel;
        } catch (BindException taken) {
            channel.close();
            if (port == 0) {
                throw taken;
            }
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
