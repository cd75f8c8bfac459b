package fr.vigie.simulators.telephony;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A telephone network. */
public final class TelephoneSimulator implements AutoCloseable {

    /** How it starts. */
    public record Options(
            String host,
            int port,
            String user,
            String password,
            Path journalDirectory,
            Duration maxAnswerDelay,
            Clock clock) {
        public static Options defaults() {
            return new Options("127.0.0.1", 0, null, null, null, Duration.ofMillis(1000), Clock.systemUTC());
        }
    }

    public static TelephoneSimulator start(Options options) throws IOException {
        return new TelephoneSimulator();
    }

    public int port() {
        return 0;
    }

    public Map<String, Long> counters() {
        return Map.of();
    }

    @Override
    public void close() throws IOException {}
}
