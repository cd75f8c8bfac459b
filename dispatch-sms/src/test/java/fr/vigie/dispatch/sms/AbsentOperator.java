package fr.vigie.dispatch.sms;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** An operator {@code absent} at whose address nothing listens. */
public final class AbsentOperator implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "vigie.sms.carriers.absent.host", "127.0.0.1",
                "vigie.sms.carriers.absent.port", Integer.toString(freePort()),
                "vigie.sms.carriers.absent.system-id", "vigie",
                "vigie.sms.carriers.absent.password", "vigie");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
