package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.standalone.client.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the audit log says of some alerts, record by record and field by field, beside what the broker holds. Texts and
 * numbers stand in the log as keyed digests, and are compared by these. Holds all events of these alerts in memory.
 */
final class LoggedRecords {
    private static final int PAGE = 2_000;
    /** Codes and times, which may be shown. */
    private static final Set<String> SHOWN = Set.of("state", "reason", "at", "attempt", "possibleDuplicate", "channel");

    private static final String DIGESTED = "hmac-sha256:";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Mac mac;
    private final Map<UUID, String> references = new HashMap<>();
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** What is kept of an event until the log has told it: there are hundreds of thousands. */
    private static final class Held {
        private final byte[] key;
        private final byte[] value;
        private final long timestamp;
        private final String id;
        private final String type;
        private final String source;
        private final String time;
        private boolean told;

        Held(ConsumerRecord<byte[], byte[]> record) {
            key = record.key();
            value = record.value();
            timestamp = record.timestamp();
            id = header(record, "ce_id");
            type = header(record, "ce_type");
            source = header(record, "ce_source");
            time = header(record, "ce_time");
        }
    }

    /**
     * @param digestKey the audit log's, in base64
     */
    LoggedRecords(String digestKey, Iterable<Raised> alerts) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(digestKey), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        alerts.forEach(alert -> references.put(alert.id(), alert.reference()));
    }

    /** A record that the broker holds, of any topic. Those of a partition come in their order. */
    void held(ConsumerRecord<byte[], byte[]> record) {
        ends.put(record.topic() + "/" + record.partition(), record.offset());
        UUID alert = alert(read(record.value()));
        if (alert != null && references.containsKey(alert)) {
            held.put(place(record.topic(), record.partition(), record.offset()), new Held(record));
        }
    }

    /** Everything that the log tells of these alerts. */
    void ask(Api audit) {
        for (UUID alert : references.keySet()) {
            Set<String> cursors = new HashSet<>();
            String cursor = "";
            while (cursor != null && cursors.add(cursor)) {
                JsonNode page = audit.get("/api/v1/records?alertId=" + alert + "&limit=" + PAGE
                        + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                page.path("items").forEach(item -> logged(alert, item));
                cursor = page.path("nextCursor").asText(null);
            }
            if (cursor != null) {
                findings.add(Finding.of(Kind.AUDIT_GAP, references.get(alert), "the log's pages go round in a circle"));
            }
        }
    }

    /** A record as the log tells it of an alert. What came after the last one held is left out. */
    void logged(UUID alert, JsonNode item) {
        String topic = item.path("topic").asText();
        int partition = item.path("partition").asInt();
        long offset = item.path("offset").asLong();
        String place = place(topic, partition, offset);
        Held record = held.get(place);
        if (record == null) {
            if (offset <= ends.getOrDefault(topic + "/" + partition, -1L)) {
                found(alert, item, place + " is told of this alert, and speaks of none of these");
            }
            return;
        }
        if (record.told) {
            found(alert, item, place + " is told twice");
        }
        record.told = true;
        List<String> differences = new ArrayList<>();
        differ(differences, "digest", digest(record.value), item.path("digest").asText());
        differ(differences, "key", asLogged(record.key), item.path("key").asText(null));
        differ(differences, "eventId", record.id, item.path("eventId").asText(null));
        differ(differences, "type", record.type, item.path("type").asText(null));
        differ(differences, "source", record.source, item.path("source").asText(null));
        differ(differences, "time", record.time, item.path("time").asText(null));
        if (record.timestamp != item.path("loggedAt").asLong()) {
            differences.add("loggedAt");
        }
        JsonNode event = read(record.value);
        if (!alert.equals(alert(event))
                || !alert.toString().equals(item.path("alertId").asText())) {
            differences.add("alertId");
        }
        compare(differences, "", event, item.path("body"));
        if (!differences.isEmpty()) {
            found(alert, item, place + " is told otherwise than it is: " + String.join(", ", differences));
        }
    }

    /** What differs, and what the log does not tell. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        held.entrySet().stream()
                .filter(each -> !each.getValue().told)
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> {
                    JsonNode event = read(each.getValue().value);
                    all.add(finding(alert(event), event, each.getKey() + " is not told"));
                });
        return all;
    }

    private void compare(List<String> differences, String path, JsonNode event, JsonNode told) {
        if (told.isTextual() && told.textValue().startsWith(DIGESTED)) {
            String digest = DIGESTED + digest(event.asText().getBytes(StandardCharsets.UTF_8));
            if (!digest.equals(told.textValue())) {
                differences.add(path + " (digest)");
            }
        } else if (event.isObject() && told.isObject()) {
            Set<String> names = new HashSet<>();
            event.fieldNames().forEachRemaining(names::add);
            told.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .sorted()
                    .forEach(name -> compare(
                            differences, path.isEmpty() ? name : path + "." + name, event.path(name), told.path(name)));
        } else if (event.isArray() && told.isArray() && event.size() == told.size()) {
            Iterator<JsonNode> each = told.elements();
            event.forEach(element -> compare(differences, path + "[]", element, each.next()));
        } else if (!event.equals(told)) {
            differences.add(
                    SHOWN.contains(path) ? path + " " + told.asText("none") + " for " + event.asText("none") : path);
        }
    }

    private static void differ(List<String> differences, String field, String held, String told) {
        if (!Objects.equals(held, told)) {
            differences.add(field);
        }
    }

    /** A key that is no id stands as a digest. */
    private String asLogged(byte[] key) {
        String text = text(key);
        return text == null || uuid(text) != null ? text : DIGESTED + digest(key);
    }

    private void found(UUID alert, JsonNode item, String what) {
        findings.add(finding(alert, item.path("body"), what));
    }

    private Finding finding(UUID alert, JsonNode event, String what) {
        return new Finding(
                Kind.AUDIT_GAP,
                references.get(alert),
                uuid(event.path("deliveryId").textValue()),
                uuid(event.path("recipientId").textValue()),
                "audit log: " + what,
                List.of(),
                List.of());
    }

    private static UUID alert(JsonNode event) {
        return uuid(event.path("alertId").textValue());
    }

    private static UUID uuid(String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static JsonNode read(byte[] value) {
        try {
            return value == null ? MAPPER.missingNode() : MAPPER.readTree(value);
        } catch (IOException e) {
            return MAPPER.missingNode(); // what is no event names no alert
        }
    }

    private String digest(byte[] value) {
        return HexFormat.of().formatHex(mac.doFinal(value));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "/" + partition + "/" + offset;
    }
}
