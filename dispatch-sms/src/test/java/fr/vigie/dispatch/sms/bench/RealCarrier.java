package fr.vigie.dispatch.sms.bench;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.dispatch.sms.smpp.SmppCarrier;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Urgency;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The carrier of dispatch-sms, with nothing behind it: receipts are answered at once. */
final class RealCarrier implements Client {
    static final String TEXT =
            "ALERTE GENDARMERIE 15 - 21/11 10h45. Vol par ruse en centre-ville. Un doute: composez le 17. Ref A15-0412";

    private static final Duration BIND_LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "bench";

    private final Vertx vertx = Vertx.vertx();
    private final SmppCarrier carrier;
    private final Semaphore window;
    private volatile Tally tally;

    RealCarrier(Account account, int window) {
        this.window = new Semaphore(window);
        SmsSettings settings = settings(account, window);
        carrier = new SmppCarrier(NAME, settings.carriers().get(NAME), settings, new Sink(), Clock.systemUTC(), vertx);
        carrier.open();
        awaitBound();
    }

    /** One that the simulator answers at once: its last three digits are lower than 900. */
    static String number(int i) {
        return "+999%09d".formatted(i / 900 * 1_000 + i % 900);
    }

    private static SmsSettings settings(Account account, int window) {
        String prefix = "vigie.sms.carriers." + NAME;
        Map<String, String> values = Map.of(
                prefix + ".host",
                account.host(),
                prefix + ".port",
                String.valueOf(account.port()),
                prefix + ".system-id",
                account.systemId(),
                prefix + ".password",
                account.password(),
                prefix + ".window",
                String.valueOf(window),
                "vigie.sms.response-timeout",
                "30s");
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, NAME, 100))
                .withMapping(SmsSettings.class)
                .build()
                .getConfigMapping(SmsSettings.class);
    }

    private void awaitBound() {
        long end = System.nanoTime() + BIND_LIMIT.toNanos();
        while (!carrier.available()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not bound");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void submit(int texts, Tally counting) {
        tally = counting;
        Instant expires = Instant.now().plus(Duration.ofHours(1));
        UUID alert = UUID.randomUUID();
        for (int i = 1; i <= texts; i++) {
            window.acquireUninterruptibly();
            var unused = carrier.handOver(handOver(alert, i, expires)).whenComplete((outcome, failure) -> {
                window.release();
                if (outcome instanceof Accepted) {
                    tally.taken();
                } else {
                    tally.refused();
                }
            });
        }
    }

    private static HandOver handOver(UUID alert, int i, Instant expires) {
        return new HandOver(
                new UUID(alert.getMostSignificantBits(), i),
                1,
                alert,
                "A15-0412",
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                number(i),
                TEXT,
                expires,
                false);
    }

    @Override
    public void close() {
        carrier.close();
        var unused = vertx.close();
    }

    private final class Sink implements ReceiptSink {
        @Override
        public CompletionStage<Void> receive(Receipt receipt) {
            tally.receipt();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> receive(Incoming message) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
