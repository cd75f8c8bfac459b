package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.KeyRing;
import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.events.Channel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final Logger LOG = Logger.getLogger(Replies.class.getName());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private TestDatabase databases;
    private Replies replies;

    @BeforeEach
    void open() throws SQLException, IOException {
        databases = TestDatabase.with("/db/outbox/V0_1__outbox.sql");
        Database database = databases.copy();
        replies = new Replies(
                database,
                new BlindIndex(KeyRing.parse("k1:" + key(1), "k1", key(2))),
                new DispatchMeters(registry, Channel.SMS, database));
        LOG.addHandler(listener);
    }

    @AfterEach
    void close() throws SQLException {
        LOG.removeHandler(listener);
        databases.close();
    }

    @Test
    void shouldCountEveryMessageAndSayItOnceWhenMerchantsWriteALot() {
        // When
        for (int i = 0; i < 20; i++) {
            assertThat(receive("Merci")).succeedsWithin(Duration.ofSeconds(10));
            assertThat(receive("STOP")).succeedsWithin(Duration.ofSeconds(10));
        }

        // Then
        assertThat(registry.counter(DispatchMeters.REPLIES.name(), "kind", "STOP")
                        .count())
                .isEqualTo(20);
        assertThat(registry.counter(DispatchMeters.REPLIES.name(), "kind", "OTHER")
                        .count())
                .isEqualTo(20);
        assertThat(lines)
                .filteredOn(line -> line.getLevel().intValue() >= Level.INFO.intValue())
                .hasSize(1);
    }

    private CompletableFuture<Void> receive(String text) {
        return replies.receive(new Incoming("paper", "+33639980100", text, Instant.EPOCH))
                .toCompletableFuture();
    }

    private static String key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
