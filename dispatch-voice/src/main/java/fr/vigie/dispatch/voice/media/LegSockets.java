package fr.vigie.dispatch.voice.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The two sockets of a leg, bound and not blocking.
 *
 * @param sound for RTP, and RTCP where it shares the port
 * @param control for RTCP
 * @param port of the sound
 */
record LegSockets(DatagramChannel sound, DatagramChannel control, int port) {

    /**
     * Fills the buffer with one packet.
     *
     * @return null where nothing is there, or the socket tells of an earlier send: the signalling decides about the call
     */
    static InetSocketAddress receive(DatagramChannel socket, ByteBuffer buffer) {
        buffer.clear();
        try {
            InetSocketAddress from = (InetSocketAddress) socket.receive(buffer);
            buffer.flip();
            return from;
        } catch (IOException e) {
            return null;
        }
    }

    /** @return false for port unreachable, a full buffer: a lost packet, as any network may lose one */
    static boolean send(DatagramChannel socket, ByteBuffer packet, InetSocketAddress to) {
        try {
            return socket.send(packet, to) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    void close() {
        closeQuietly(sound);
        closeQuietly(control);
    }

    private static void closeQuietly(DatagramChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // a datagram socket has nothing to lose by a failing close
        }
    }
}
