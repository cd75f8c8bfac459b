package fr.vigie.dispatch.voice;

import fr.vigie.simulators.telephony.TelephoneSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * The telephone network that the service under test calls, in the same process. Arguments: configuration, and
 * {@link #CLOSED} for contact hours that begin in two hours.
 */
public final class Telephones implements QuarkusTestResourceLifecycleManager {
    static final String CLOSED = "closed";

    private final Map<String, String> configuration = new HashMap<>();
    private TelephoneSimulator simulator;

    @Override
    public void init(Map<String, String> arguments) {
        configuration.putAll(arguments);
        if (configuration.remove(CLOSED) != null) {
            LocalTime now = LocalTime.now(ZoneId.of("Europe/Paris")).truncatedTo(ChronoUnit.MINUTES);
            configuration.put("vigie.voice.contact-hours.from", now.plusHours(2).toString());
            configuration.put("vigie.voice.contact-hours.to", now.plusHours(3).toString());
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            simulator = TelephoneSimulator.start(
                    TelephoneSimulator.Options.defaults().withMaxAnswerDelay(Duration.ofMillis(200)));
            Map<String, String> config = new HashMap<>(Map.of(
                    "vigie.voice.speech.tones", "true",
                    "vigie.voice.sip-port", Integer.toString(freePort()),
                    "vigie.voice.trunks.simulator.host", "127.0.0.1",
                    "vigie.voice.trunks.simulator.port", Integer.toString(simulator.port()),
                    "vigie.voice.retry-delay.urgent", "200ms",
                    "vigie.voice.contact-hours.from", "00:00",
                    "vigie.voice.contact-hours.to", "00:00",
                    "vigie.voice.ring-timeout", "1s",
                    "vigie.voice.key-wait", "1s"));
            config.putAll(configuration);
            return config;
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
