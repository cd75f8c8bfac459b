package fr.vigie.infra;

import fr.vigie.infra.StartFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. */
final class LoopbackPort {
    static final String HOST = "127.0.0.1";

    private LoopbackPort() {}

    /** The wanted port if nobody listens on it, or any free one if 0 is wanted. */
    static int claim(int wanted, String forWhom) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of an earlier run in TIME_WAIT must not look like somebody who listens.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), wanted));
            return socket.getLocalPort();
        } catch (java.net.BindException e) {
            throw new StartFailure(
                    Reason.PORT_TAKEN,
                    "Port " + wanted + " is taken, and " + forWhom
                            + " needs it: stop what listens there or choose another port.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
