package fr.vigie.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.events.DeliveryState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far an alert has come, as alert-ingest tells it.
 *
 * @param recipients merchants that are warned, as far as they are known
 * @param leftOut merchants that matched and are not warned
 * @param tooLate those of them who were left out because the alert expired before it was their turn
 * @param expected deliveries that are known to be made; 0 while nothing was resolved
 * @param resolved whether {@code expected} is the whole
 * @param sms deliveries by state
 * @param voice deliveries by state
 * @param acceptedAt when the alert became durable
 * @param firstHandOffAt when the first operator took a message; null before
 * @param lastHandOffAt when an operator last took one; null before
 * @param finalAt when the last delivery became final; null before
 */
public record AlertProgress(
        String alertId,
        String reference,
        String phase,
        long recipients,
        long leftOut,
        long tooLate,
        long expected,
        boolean resolved,
        Map<String, Long> sms,
        Map<String, Long> voice,
        Instant acceptedAt,
        Instant firstHandOffAt,
        Instant lastHandOffAt,
        Instant finalAt) {

    /** Reads the answer of {@code GET /api/v1/alerts/{id}}. */
    public static AlertProgress of(JsonNode alert) {
        JsonNode progress = alert.path("progress");
        JsonNode resolved = progress.path("resolved");
        return new AlertProgress(
                alert.path("id").asText(),
                alert.path("reference").asText(),
                progress.path("phase").asText(),
                resolved.path("sms").asLong() + resolved.path("voice").asLong(),
                sum(progress.path("leftOut")),
                progress.path("leftOut").path("tooLate").asLong(),
                progress.path("expected").asLong(),
                resolved.path("complete").asBoolean(),
                counts(progress.path("deliveries").path("SMS")),
                counts(progress.path("deliveries").path("VOICE")),
                instant(alert.path("sent")),
                instant(progress.path("firstHandOffAt")),
                instant(progress.path("lastHandOffAt")),
                instant(progress.path("allFinalAt")));
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    private static Map<String, Long> counts(JsonNode states) {
        Map<String, Long> counts = new TreeMap<>();
        states.fields()
                .forEachRemaining(
                        state -> counts.put(state.getKey(), state.getValue().asLong()));
        return counts;
    }

    private static Instant instant(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.textValue()) : null;
    }

    /** Whether every delivery has reached its final state. */
    public boolean complete() {
        return finalAt != null;
    }

    /** Deliveries whose state is final. */
    public long finished() {
        return count(sms, true) + count(voice, true);
    }

    /** Deliveries in any state. */
    public long started() {
        return count(sms, false) + count(voice, false);
    }

    private static long count(Map<String, Long> states, boolean onlyFinal) {
        return states.entrySet().stream()
                .filter(state ->
                        !onlyFinal || DeliveryState.valueOf(state.getKey()).isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
