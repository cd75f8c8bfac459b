package fr.vigie.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Calls one service's REST API with a bearer token. */
public final class Api {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final String base;
    private final String token;

    /**
     * @param base address of the service, without a path
     * @param token bearer token
     */
    public Api(String base, String token) {
        if (!base.matches("https?://[^/ ]+/?")) {
            throw new Fault("An address looks like http://HOST:PORT.");
        }
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.token = token;
    }

    public JsonNode get(String path) {
        return json(send(request(path, Duration.ofMinutes(10)).GET().build()));
    }

    /** Posts JSON, with headers as name and value in turn. */
    public JsonNode post(String path, JsonNode body, String... headers) {
        return post(path, "application/json", body.toString(), headers);
    }

    /** Posts any text. */
    public JsonNode post(String path, String contentType, String body, String... headers) {
        HttpRequest.Builder request = request(path, Duration.ofMinutes(2))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return json(send(request.build()));
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(limit)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        HttpResponse<String> response;
        try {
            response = HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Unreachable(base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new Refused(response.statusCode(), problem(response));
        }
        return response;
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (JsonProcessingException e) {
            throw new Fault("The answer of " + response.uri().getPath() + " is no JSON.", e);
        }
    }

    private static String problem(HttpResponse<String> response) {
        try {
            JsonNode problem = MAPPER.readTree(response.body());
            String errors = StreamSupport.stream(problem.path("errors").spliterator(), false)
                    .map(error -> error.path("field").asText() + ": "
                            + error.path("message").asText())
                    .collect(Collectors.joining("; "));
            String code = problem.path("code").asText("");
            String text = errors.isEmpty() ? problem.path("detail").asText("") : errors;
            return code.isEmpty() ? text : code + " " + text;
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** The service did not answer; trying again may help. */
    public static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreachable(String base, Throwable cause) {
            super(
                    "Nobody answers at " + base
                            + ": start Vigie with ./vigie up, or name the folder that it runs on with --data.",
                    cause);
        }
    }

    /** The service refused, or failed. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String problem) {
            super("Refused with status " + status + (problem.isEmpty() ? "." : ": " + problem));
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
