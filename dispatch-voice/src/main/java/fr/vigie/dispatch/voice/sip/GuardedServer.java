package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Predicate;

/**
 * Closes the connections of strangers at once: the stack has a thread for each, for as long as the other side likes, and
 * no limit to their number.
 */
final class GuardedServer extends ServerSocket {
    private final Predicate<InetAddress> admitted;

    GuardedServer(int port, int backlog, InetAddress address, Predicate<InetAddress> admitted) throws IOException {
        super(port, backlog, address);
        this.admitted = admitted;
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            Socket socket = super.accept();
            if (admitted.test(socket.getInetAddress())) {
                return socket;
            }
            socket.close();
        }
    }
}
