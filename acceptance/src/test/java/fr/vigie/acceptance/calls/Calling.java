package fr.vigie.acceptance.calls;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.stage.Asked;
import fr.vigie.acceptance.stage.Dispatcher;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.acceptance.stage.Told;
import fr.vigie.acceptance.stage.Told.Standing;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.Urgency;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** dispatch-voice at its trunks, what is asked of it, and what it tells. */
final class Calling implements AutoCloseable {
    static final String WORDS = "Vol par ruse. Un doute: composez le 17.";
    /** Some seconds longer. */
    static final String MANY_WORDS =
            WORDS + " Comportements de repérage signalés dans les bijouteries du centre.".repeat(4);

    static final String OTHERWISE = "ALERTE 15 - Vol par ruse. Un doute: composez le 17.";

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Stage stage;
    private final Path place;
    private final Dispatcher dispatcher;
    private final Told told;
    /** Each delivery's number. */
    private final Map<UUID, String> asked = new LinkedHashMap<>();

    private UUID alert;

    private Calling(Stage stage, Path place, Map<String, String> settings) {
        this.stage = stage;
        this.place = place;
        this.dispatcher = stage.dispatcher(Service.DISPATCH_VOICE, place, settings);
        this.told = stage.told(Channel.SMS);
    }

    /** Starts it at trunks on 127.0.0.1, called trunk1, trunk2… */
    static Calling at(Stage stage, String story, Map<String, String> settings, int... trunks) {
        Map<String, String> all = new LinkedHashMap<>(quick());
        for (int i = 0; i < trunks.length; i++) {
            String trunk = "vigie.voice.trunks.trunk" + (i + 1);
            all.put(trunk + ".host", "127.0.0.1");
            all.put(trunk + ".port", String.valueOf(trunks[i]));
            all.put(trunk + ".max-calls", "300");
            all.put(trunk + ".keep-alive", "0s");
        }
        all.putAll(settings);
        return new Calling(stage, stage.place(story), all);
    }

    /** A test waits seconds where real life waits minutes. */
    private static Map<String, String> quick() {
        return Map.of(
                "vigie.voice.retry-delay.urgent", "1s",
                "vigie.voice.ring-timeout", "2s",
                "vigie.voice.trunk-timeout", "4s",
                "vigie.voice.max-call", "18s",
                "vigie.voice.key-wait", "1s",
                "vigie.voice.speech.words-per-minute", "400");
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Told told() {
        return told;
    }

    /** Where this story's files lie. */
    Path place() {
        return place;
    }

    /** Asks for calls to so many merchants of one alert, urgently; gives the deliveries. */
    List<UUID> ask(int merchants) {
        return ask(WORDS, merchants, LIFE);
    }

    /** Asks for calls with other words, or for less time. */
    List<UUID> ask(String words, int merchants, Duration life) {
        return ask(
                words, IntStream.range(0, merchants).mapToObj(this::nextNumber).toList(), life);
    }

    /** Asks for a call to this number, urgently. */
    UUID ask(String words, String number) {
        return ask(words, List.of(number), LIFE).get(0);
    }

    private List<UUID> ask(String words, List<String> numbers, Duration life) {
        Instant now = Instant.now();
        alert = UUID.randomUUID();
        Asked asking = new Asked(alert, Channel.VOICE, Urgency.URGENT, words, now, now.plus(life));
        List<DeliveryRequested> deliveries = new ArrayList<>();
        for (String number : numbers) {
            DeliveryRequested delivery = asking.of(stage.keys().cipher(), number, OTHERWISE);
            asked.put(delivery.deliveryId(), number);
            deliveries.add(delivery);
        }
        Asked.send(stage.bootstrapServers(), deliveries);
        return deliveries.stream().map(DeliveryRequested::deliveryId).toList();
    }

    /** The number that will be asked for after so many others. */
    String nextNumber(int others) {
        return "+3319900%04d".formatted(asked.size() + others);
    }

    /** The number that a delivery was asked for. */
    String number(UUID delivery) {
        return asked.get(delivery);
    }

    /** Waits until each of them has reached a final state. */
    void onceFinal(Collection<UUID> deliveries, Duration limit) {
        await().atMost(limit).pollInterval(LOOK).until(() -> deliveries.stream().allMatch(this::isFinal));
    }

    boolean isFinal(UUID delivery) {
        return told.of(delivery).map(each -> each.state().isFinal()).orElse(false);
    }

    /** The records of a delivery's calls, by the API. */
    List<JsonNode> records(UUID delivery) {
        return recordsOf("deliveryId=" + delivery);
    }

    /** The records of all calls, up to 500, for the alert that was asked for last, by the API. */
    List<JsonNode> records() {
        return recordsOf("alertId=" + alert + "&limit=500");
    }

    private List<JsonNode> recordsOf(String which) {
        List<JsonNode> records = new ArrayList<>();
        try {
            new ObjectMapper()
                    .readTree(read("/api/v1/calls?" + which, "operator"))
                    .forEach(records::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    /** What the API has at an address; fails where it has nothing. */
    byte[] read(String path, String role) {
        try {
            HttpResponse<byte[]> answer = http.send(api(path, role).GET().build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request to its API that is not sent yet. */
    HttpRequest.Builder api(String path, String role) {
        return HttpRequest.newBuilder(dispatcher.api(path))
                .header("Authorization", "Bearer " + stage.keys().token(role))
                .timeout(ANSWER);
    }

    /** What was asked of the text channel when a delivery had failed. */
    Optional<DeliveryRequested> fallback(UUID delivery) {
        UUID other = told.course(delivery).stream()
                .map(DeliveryEvent::fallback)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return other == null ? Optional.empty() : told.fallback(other);
    }

    /** Where a delivery stands; fails where nothing was told of it. */
    Standing standing(UUID delivery) {
        return told.of(delivery).orElseThrow(() -> new AssertionError("nothing was told of " + delivery));
    }

    /** Compares all that was asked with what the telephones heard. */
    Account account(List<Heard> journal) {
        return Account.of(asked, told, journal);
    }

    @Override
    public void close() {
        dispatcher.close();
        told.close();
    }
}
