package fr.vigie.acceptance.system;

import fr.vigie.standalone.system.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows an alert's stream of progress to its end. */
public final class SseListener {
    private final CompletableFuture<List<String>> names;

    private SseListener(CompletableFuture<List<String>> names) {
        this.names = names;
    }

    /** Connects at once. */
    public static SseListener to(WholeSystem system, String alertId) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        system.local().ports().url(Service.ALERT_INGEST) + "/api/v1/alerts/" + alertId + "/progress"))
                .header("Authorization", "Bearer " + system.token(List.of("referent"), List.of("*")))
                .header("Accept", "text/event-stream")
                .build();
        return new SseListener(HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenApply(response -> response.body()
                        .filter(line -> line.startsWith("event:"))
                        .map(line -> line.substring("event:".length()).strip())
                        .toList()));
    }

    /** The names of all events, when the service has ended the stream. */
    public List<String> awaitEnd(Duration limit) {
        try {
            return names.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the stream of progress did not end", e);
        }
    }
}
