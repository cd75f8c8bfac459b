package fr.vigie.standalone.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.client.Api;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When an operator took texts.
 *
 * @param count how many it took
 * @param first when it took the first; null where it took none
 * @param last when it took the last; null where it took none
 */
public record HandOffs(long count, Instant first, Instant last) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static HandOffs of(List<Instant> moments) {
        return new HandOffs(
                moments.size(),
                moments.stream().min(Instant::compareTo).orElse(null),
                moments.stream().max(Instant::compareTo).orElse(null));
    }

    /** As alert-ingest tells it. */
    public static HandOffs told(Api ingest, String alertId) {
        List<Instant> moments = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ingest.get("/api/v1/alerts/" + alertId + "/deliveries?channel=SMS&limit=1000"
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> {
                if (item.path("handedOverAt").isTextual()) {
                    moments.add(Instant.parse(item.path("handedOverAt").textValue()));
                }
            });
            cursor = page.path("next").asText(null);
        }
        return of(moments);
    }

    /** As the SMSC simulator's journal has it, from a place in the file on; a text of several parts counts once. */
    public static HandOffs seen(Path journal, long from) {
        List<Instant> moments = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                if (line.contains("\"event\":\"accepted\"")) {
                    JsonNode accepted = MAPPER.readTree(line);
                    if (accepted.path("part").asInt() <= 1) {
                        moments.add(Instant.parse(accepted.path("at").textValue()));
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new Fault(journal + " holds a line that is no JSON.", e);
        } catch (IOException e) {
            throw new Fault(journal + " cannot be read: " + e.getMessage(), e);
        }
        return of(moments);
    }

    /** Where a journal ends. */
    public static long end(Path journal) {
        try {
            return Files.exists(journal) ? Files.size(journal) : 0;
        } catch (IOException e) {
            throw new Fault(journal + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Texts a second, from the first to the last. */
    public long perSecond() {
        return count < 2
                ? count
                : Math.round(count / Math.max(Duration.between(first, last).toNanos() / 1e9, 0.001));
    }
}
