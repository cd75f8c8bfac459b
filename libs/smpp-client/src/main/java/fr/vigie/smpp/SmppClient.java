package fr.vigie.smpp;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Opens sessions with one message centre. */
public final class SmppClient implements AutoCloseable {
    private final Vertx vertx;
    private final Endpoint endpoint;
    private final SessionLimits limits;
    private final SessionCounts counts;
    private final NetClient connections;

    /** @param vertx is not closed by us */
    public SmppClient(Vertx vertx, Endpoint endpoint, SessionLimits limits, SessionCounts counts) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = limits;
        this.counts = counts;
        this.connections = vertx.createNetClient(options(endpoint));
    }

    private static NetClientOptions options(Endpoint endpoint) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) endpoint.connectLimit().toMillis())
                .setTcpNoDelay(true) // Nagle's delay would cost a small window most of its rate
                .setTcpKeepAlive(true);
        if (endpoint.tls()) {
            options.setSsl(true)
                    .setHostnameVerificationAlgorithm("HTTPS") // the certificate must name the host
                    .setSslHandshakeTimeout(endpoint.connectLimit().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            if (endpoint.trust() != null) {
                options.setTrustOptions(
                        new PemTrustOptions().addCertPath(endpoint.trust().toString()));
            }
        }
        return options;
    }

    /**
     * Connects and binds.
     *
     * @param handler takes what the centre brings on this session
     * @return completes with a bound session, or exceptionally with a {@link BindFailedException}
     */
    public CompletionStage<SmppSession> bind(BindRequest request, DeliveryHandler handler) {
        CompletableFuture<SmppSession> bound = new CompletableFuture<>();
        connections.connect(endpoint.port(), endpoint.host()).onComplete(connected -> {
            if (connected.failed()) {
                bound.completeExceptionally(new BindFailedException(
                        BindFailedException.Reason.UNREACHABLE,
                        0,
                        (endpoint.tls() ? "no TLS connection: " : "no connection: ") + why(connected.cause()),
                        connected.cause()));
            } else {
                begin(connected.result(), request, handler, bound);
            }
        });
        return bound;
    }

    /** With what lies behind it: that TLS failed says nothing without why. */
    private static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure || Objects.equals(root.getMessage(), failure.getMessage())
                ? failure.getMessage()
                : failure.getMessage() + " (" + root.getMessage() + ")";
    }

    private void begin(
            NetSocket socket, BindRequest request, DeliveryHandler handler, CompletableFuture<SmppSession> bound) {
        Conversation conversation =
                new Conversation(vertx, vertx.getOrCreateContext(), socket, request, limits, counts, handler);
        conversation.begin().whenComplete((nothing, failure) -> {
            if (failure == null) {
                bound.complete(new SmppSession(conversation));
            } else {
                bound.completeExceptionally(failure);
            }
        });
    }

    /** Closes every connection that is still open. */
    @Override
    public void close() {
        var unused = connections.close();
    }
}
