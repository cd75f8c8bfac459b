package fr.vigie.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The simulators' remote control over HTTP: {@code GET /health}, {@code GET /api/state}, {@code POST /api/smsc/knobs},
 * {@code POST /api/smsc/drop}, {@code POST /api/smsc/write}, {@code POST /api/telephone/knobs},
 * {@code GET /api/telephone/sound} and {@code POST /api/telephone/measure}. Errors are {@code {"error": "..."}} with 400
 * or 404.
 */
public final class ControlServer implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final HttpServer http;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "control");
        thread.setDaemon(true);
        return thread;
    });
    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final SmscSimulator smsc;
    private final TelephoneSimulator telephone;

    private ControlServer(HttpServer http, SmscSimulator smsc, TelephoneSimulator telephone) {
        this.http = http;
        this.smsc = smsc;
        this.telephone = telephone;
        http.createContext("/", this::handle);
        http.setExecutor(executor);
        http.start();
    }

    /**
     * Listens until {@link #close}.
     *
     * @throws PortTakenException where something else listens on the port
     */
    public static ControlServer start(String host, int port, SmscSimulator smsc, TelephoneSimulator telephone)
            throws IOException {
        try {
            return new ControlServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 16), smsc, telephone);
        } catch (BindException e) {
            throw new PortTakenException("control HTTP", host, port);
        }
    }

    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            switch (request) {
                case "GET /health" -> reply(exchange, 200, Map.of("status", "UP"));
                case "GET /api/state" -> reply(exchange, 200, state());
                case "POST /api/smsc/knobs" -> reply(exchange, 200, turn(body(exchange)));
                case "POST /api/smsc/drop" -> {
                    smsc.drop();
                    reply(exchange, 200, Map.of("dropped", true));
                }
                case "GET /api/telephone/sound" -> reply(exchange, 200, telephone.heard());
                case "POST /api/telephone/measure" -> reply(exchange, 200, measure(body(exchange)));
                case "POST /api/telephone/knobs" -> reply(exchange, 200, turnTelephone(body(exchange)));
                case "POST /api/smsc/write" -> reply(exchange, 200, write(body(exchange)));
                default -> reply(exchange, 404, Map.of("error", "no such resource: " + request));
            }
        } catch (JsonProcessingException e) {
            reply(exchange, 400, Map.of("error", "not understood: " + firstLine(e.getOriginalMessage())));
        } catch (IllegalArgumentException e) {
            reply(exchange, 400, Map.of("error", "not understood: " + firstLine(e.getMessage())));
        }
    }

    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("smsc", smsc.counters());
        state.put("telephone", telephone.counters());
        state.put("knobs", smsc.knobs());
        return state;
    }

    /** Changes the knobs that the body names and leaves the others. */
    private Object turn(JsonNode body) throws JsonProcessingException {
        if (!(body instanceof ObjectNode changes)) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        JsonNode dropAfter = changes.remove("dropAfter");
        JsonNode stallMillis = changes.remove("stallMillis");
        ObjectNode knobs = json.valueToTree(smsc.knobs());
        changes.fieldNames().forEachRemaining(name -> {
            if (!knobs.has(name)) {
                throw new IllegalArgumentException("there is no knob " + name);
            }
        });
        knobs.setAll(changes);
        SmscKnobs next = knobs(knobs);
        int submits = dropAfter == null ? -1 : notNegative("dropAfter", dropAfter);
        int millis = stallMillis == null ? 0 : notNegative("stallMillis", stallMillis);
        smsc.turn(next);
        if (submits >= 0) {
            smsc.dropAfter(submits);
        }
        if (millis > 0) {
            smsc.stall(Duration.ofMillis(millis));
        }
        return next;
    }

    private Map<String, Object> measure(JsonNode body) {
        JsonNode given = body == null ? null : body.get("listenMillis");
        int listenMillis = given == null ? 0 : notNegative("listenMillis", given);
        telephone.listenFor(Duration.ofMillis(listenMillis));
        telephone.measureAnew();
        return Map.of("listenMillis", listenMillis);
    }

    private Map<String, Object> turnTelephone(JsonNode body) {
        if (!(body instanceof ObjectNode changes)) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        Map<String, Object> turned = new LinkedHashMap<>();
        changes.fields().forEachRemaining(knob -> {
            Duration time = Duration.ofMillis(notNegative(knob.getKey(), knob.getValue()));
            switch (knob.getKey()) {
                case "refuseMillis" -> telephone.refuseFor(time);
                case "silentMillis" -> telephone.silentFor(time);
                default -> throw new IllegalArgumentException("there is no knob " + knob.getKey());
            }
            turned.put(knob.getKey(), time.toMillis());
        });
        return turned;
    }

    private Map<String, Object> write(JsonNode body) {
        smsc.write(text(body, "from"), text(body, "to"), text(body, "text"));
        return Map.of("written", true);
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body == null ? null : body.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a text");
        }
        return value.textValue();
    }

    private SmscKnobs knobs(ObjectNode values) throws JsonProcessingException {
        try {
            return json.treeToValue(values, SmscKnobs.class);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(e.getPath().get(0).getFieldName() + " cannot be " + e.getValue(), e);
        }
    }

    private static int notNegative(String name, JsonNode value) {
        if (!value.canConvertToInt() || value.asInt() < 0) {
            throw new IllegalArgumentException(name + " must be a number from 0 on");
        }
        return value.asInt();
    }

    private JsonNode body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
        return json.readTree(new String(body, StandardCharsets.UTF_8));
    }

    private void reply(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdown();
    }
}
