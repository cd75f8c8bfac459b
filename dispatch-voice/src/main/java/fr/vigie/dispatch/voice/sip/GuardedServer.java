package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Closes the connections of strangers at once: the stack has a thread for each, for as long as the other side likes, and
 * no limit to their number.
 */
final class GuardedServer extends ServerSocket {
    private final Entrance entrance;

    GuardedServer(int port, int backlog, InetAddress address, Entrance entrance) throws IOException {
        super(port, backlog, address);
        this.entrance = entrance;
    }

    @Override
    public Socket accept() throws IOException {
        return entrance.next(this::implAccept);
    }
}
