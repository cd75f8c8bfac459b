package fr.vigie.standalone.bench.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.TelephoneProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The remote control of the simulated telephones. */
final class Telephones {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final TelephoneProcess process;

    Telephones(HttpClient http, TelephoneProcess process) {
        this.http = http;
        this.process = process;
    }

    /**
     * Calls at one moment.
     *
     * @param placed since the process began
     * @param talking picked up and not ended
     */
    record State(long placed, int talking) {}

    State state() {
        JsonNode telephone = ask(request("/api/state").GET()).path("telephone");
        return new State(
                telephone.path("calls").asLong(), telephone.path("talking").asInt());
    }

    /** Forgets what was measured; people listen for so long from the next call on. */
    void measureAnew(Duration listening) {
        ask(request("/api/telephone/measure")
                .POST(HttpRequest.BodyPublishers.ofString("{\"listenMillis\":" + listening.toMillis() + "}")));
    }

    Heard heard() {
        return json.convertValue(ask(request("/api/telephone/sound").GET()), Heard.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(process.control(path))).timeout(Duration.ofSeconds(20));
    }

    private JsonNode ask(HttpRequest.Builder request) {
        try {
            return json.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new Fault("The telephones do not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        }
    }
}
