package fr.vigie.smpp;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A session as the tests use it. */
final class Client implements AutoCloseable {
    static final Duration RESPONSE = Duration.ofMillis(400);
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LIMIT_SECONDS = 30;

    final SessionCounts counts = new SessionCounts();
    private final Vertx vertx = Vertx.vertx();
    private final SmppClient client;

    Client(int port, SessionLimits limits) {
        this(new Endpoint("127.0.0.1", port, false, null, Duration.ofSeconds(2)), limits);
    }

    Client(Endpoint endpoint, SessionLimits limits) {
        this.client = new SmppClient(vertx, endpoint, limits, counts);
    }

    static SessionLimits window(int places) {
        return new SessionLimits(places, RESPONSE, Duration.ofMinutes(1), RESPONSE, 1_000, Duration.ofSeconds(5));
    }

    SmppSession bind() {
        return bind(message -> CompletableFuture.completedFuture(Status.ROK));
    }

    SmppSession bind(DeliveryHandler handler) {
        return await(binding(BindKind.TRANSCEIVER, "vigie", handler));
    }

    CompletionStage<SmppSession> binding(BindKind kind, String password, DeliveryHandler handler) {
        return client.bind(
                new BindRequest(kind, "vigie", password, "", BindRequest.VERSION_3_4, BindRequest.EVERY_NUMBER),
                handler);
    }

    static CompletionStage<Reply<String>> submit(SmppSession session, String text) {
        return session.submit(message(text), false, PATIENCE);
    }

    static SubmitSm message(String text) {
        return new SubmitSm(
                "",
                new Address(Address.TON_ALPHANUMERIC, Address.NPI_UNKNOWN, "VIGIE"),
                Address.international("+999100000100"),
                0,
                0,
                "",
                SubmitSm.RECEIPT_ALWAYS,
                0,
                text.getBytes(StandardCharsets.US_ASCII),
                Tlvs.NONE);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        var unused = vertx.close();
    }
}
