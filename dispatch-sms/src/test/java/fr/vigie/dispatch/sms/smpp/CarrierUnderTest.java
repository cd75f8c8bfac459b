package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Urgency;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A carrier without the dispatcher around it, and what it brought. */
final class CarrierUnderTest implements AutoCloseable, ReceiptSink {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final SmppCarrier carrier;

    /** @param own settings of the carrier {@code sim} beside address and account, as window=10 */
    CarrierUnderTest(int port, String... own) {
        SmsSettings settings = settings(port, own);
        carrier = new SmppCarrier("sim", settings.carriers().get("sim"), settings, this, Clock.systemUTC(), vertx);
        carrier.open();
    }

    static SmsSettings settings(int port, String... own) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "vigie.sms.response-timeout", "1s",
                "vigie.sms.carriers.sim.host", "127.0.0.1",
                "vigie.sms.carriers.sim.port", Integer.toString(port),
                "vigie.sms.carriers.sim.system-id", "vigie",
                "vigie.sms.carriers.sim.password", "vigie"));
        for (String each : own) {
            String[] pair = each.split("=", 2);
            properties.put("vigie.sms.carriers.sim." + pair[0], pair[1]);
        }
        return SmsSettings.of(properties);
    }

    SmppCarrier carrier() {
        return carrier;
    }

    CarrierUnderTest bound() {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> carrier.links().stream()
                        .allMatch(link -> link.status() == fr.vigie.dispatch.carrier.LinkState.Status.UP));
        return this;
    }

    HandOverOutcome send(String number, String text) {
        return await(carrier.handOver(handOver(number, text)));
    }

    static HandOver handOver(String number, String text) {
        return new HandOver(
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                "A15-0412",
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "GENDARMERIE 15",
                number,
                text,
                Instant.now().plus(Duration.ofHours(1)),
                false);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public CompletionStage<Void> receive(Receipt receipt) {
        receipts.add(receipt);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> receive(Incoming message) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        carrier.close();
        var unused = vertx.close();
    }
}
