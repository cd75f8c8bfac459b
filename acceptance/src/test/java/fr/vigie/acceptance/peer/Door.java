package fr.vigie.acceptance.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a port of 127.0.0.1 and counts who comes in. */
final class Door implements AutoCloseable {
    private final ServerSocket outside;
    private final int inside;
    private final AtomicInteger connections = new AtomicInteger();

    private Door(ServerSocket outside, int inside) {
        this.outside = outside;
        this.inside = inside;
    }

    static Door before(int port) {
        try {
            Door door = new Door(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            daemon(door::welcome);
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return outside.getLocalPort();
    }

    /** How many connections there have been. */
    int connections() {
        return connections.get();
    }

    private void welcome() {
        while (!outside.isClosed()) {
            try {
                Socket guest = outside.accept();
                connections.incrementAndGet();
                Socket host = new Socket(InetAddress.getLoopbackAddress(), inside);
                guest.setTcpNoDelay(true);
                host.setTcpNoDelay(true);
                daemon(() -> pass(guest, host));
                daemon(() -> pass(host, guest));
            } catch (IOException e) {
                // Nobody is inside, or we are closing.
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One of them left.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "door");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            outside.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
