package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Who may open connections to us, and which are open. Thread-safe. */
final class Entrance {
    private final Predicate<InetAddress> admitted;
    private final int unreadBytes;
    private final Set<WatchedSocket> open = ConcurrentHashMap.newKeySet();

    /** A server socket's way to let a socket of ours be the next connection: its {@code implAccept}. */
    interface Door {
        void accept(WatchedSocket socket) throws IOException;
    }

    /** @param unreadBytes how much is kept for the other side where it reads nothing */
    Entrance(Predicate<InetAddress> admitted, int unreadBytes) {
        this.admitted = admitted;
        this.unreadBytes = unreadBytes;
    }

    /** The next connection of somebody who may. */
    WatchedSocket next(Door door) throws IOException {
        while (true) {
            WatchedSocket socket = new WatchedSocket(open::remove);
            door.accept(socket);
            if (admitted.test(socket.getInetAddress()) && prepared(socket)) {
                return socket;
            }
            socket.closeQuietly();
        }
    }

    private boolean prepared(WatchedSocket socket) {
        try {
            socket.setSendBufferSize(unreadBytes);
        } catch (SocketException e) {
            return false; // gone already
        }
        open.add(socket);
        return true;
    }

    /** Closes those that have had a write waiting for so long. */
    void closeStuck(long nanos) {
        open.stream().filter(socket -> socket.stuck(nanos)).forEach(WatchedSocket::closeQuietly);
    }
}
