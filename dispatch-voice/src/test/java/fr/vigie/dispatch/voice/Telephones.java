package fr.vigie.dispatch.voice;

import fr.vigie.simulators.telephony.TelephoneSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** The telephone network that the service under test calls, in the same process. */
public final class Telephones implements QuarkusTestResourceLifecycleManager {
    private TelephoneSimulator simulator;

    @Override
    public Map<String, String> start() {
        try {
            simulator = TelephoneSimulator.start(
                    TelephoneSimulator.Options.defaults().withMaxAnswerDelay(Duration.ofMillis(200)));
            return Map.of(
                    "vigie.voice.sip-port", Integer.toString(freePort()),
                    "vigie.voice.trunks.simulator.host", "127.0.0.1",
                    "vigie.voice.trunks.simulator.port", Integer.toString(simulator.port()),
                    "vigie.voice.retry-delay.urgent", "200ms",
                    "vigie.voice.ring-timeout", "1s",
                    "vigie.voice.key-wait", "1s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(simulator, new TestInjector.MatchesType(TelephoneSimulator.class));
    }

    @Override
    public void stop() {
        try {
            simulator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
