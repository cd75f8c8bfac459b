package fr.vigie.dispatch.voice;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** The address that the other side is told to send sound to: an IPv4 literal, never 0.0.0.0. */
final class OwnAddress {
    /** Any port does: connecting a datagram socket sends nothing, and only asks for the way. */
    private static final int DISCARD_PORT = 9;

    private OwnAddress() {}

    /**
     * Works it out.
     *
     * @param configured name or address; wins where present
     * @param bindHost what sockets are bound to
     * @param trunk name or address of a trunk
     * @throws IOException where the configured name is unknown, or the outcome is no IPv4 address
     */
    static String of(Optional<String> configured, String bindHost, String trunk) throws IOException {
        InetAddress bound = InetAddress.getByName(bindHost);
        InetAddress own;
        if (configured.isPresent()) {
            own = InetAddress.getByName(configured.get());
        } else if (bound.isAnyLocalAddress()) {
            own = onTheWayTo(trunk);
        } else {
            own = bound;
        }
        if (!(own instanceof Inet4Address) || own.isAnyLocalAddress()) {
            throw new IOException("no IPv4 address for sound: set vigie.voice.media-address");
        }
        return own.getHostAddress();
    }

    private static InetAddress onTheWayTo(String trunk) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName(trunk), DISCARD_PORT);
            return socket.getLocalAddress();
        } catch (UnknownHostException | SocketException notYetThere) {
            // A container's own name leads to its own address.
            return InetAddress.getLocalHost();
        }
    }
}
