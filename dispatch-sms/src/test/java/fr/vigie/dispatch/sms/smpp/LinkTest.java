package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.smpp.BindKind;
import fr.vigie.smpp.BindRequest;
import fr.vigie.smpp.Endpoint;
import fr.vigie.smpp.SessionLimits;
import fr.vigie.smpp.SmppClient;
import fr.vigie.smpp.Status;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A link by itself. */
class LinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(100);

    @Test
    void shouldComplainAsOftenAsDueHoweverRarelyItTries() throws IOException {
        Vertx vertx = Vertx.vertx();
        CarrierCounts counts = new CarrierCounts();
        SessionLimits limits = new SessionLimits(10, LIMIT, LIMIT, LIMIT, 10, LIMIT);
        try (LinkLog log = LinkLog.open();
                SmscSimulator smsc = SmscSimulator.start(SmscSimulator.Options.defaults());
                SmppClient client = new SmppClient(
                        vertx, new Endpoint("127.0.0.1", smsc.port(), false, null, LIMIT), limits, counts.sessions())) {
            // Given
            Link.House house = new Link.House(
                    "sim",
                    "127.0.0.1:" + smsc.port(),
                    client,
                    message -> CompletableFuture.completedFuture(Status.ROK),
                    new Complaints(EVERY),
                    counts,
                    vertx,
                    Clock.systemUTC());
            BindRequest wrong = new BindRequest(
                    BindKind.TRANSCEIVER, "vigie", "wrong", "", BindRequest.VERSION_3_4, BindRequest.EVERY_NUMBER);
            Link link = new Link("1", wrong, house);
            long begun = System.nanoTime();

            // When
            link.open();

            // Then
            Awaitility.await().atMost(LIMIT).until(() -> log.warnings().size() >= 6);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(EVERY.multipliedBy(5));
            assertThat(counts.bindFailures()).isLessThanOrEqualTo(2);
            link.close(LIMIT);
            int said = log.warnings().size();
            Awaitility.await()
                    .during(EVERY.multipliedBy(4))
                    .atMost(LIMIT)
                    .until(() -> log.warnings().size() <= said + 1);
        } finally {
            var unused = vertx.close();
        }
    }
}
