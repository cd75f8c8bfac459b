package fr.vigie.audit.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.audit.chain.AuditRecord;
import fr.vigie.bus.CloudEventHeaders;
import fr.vigie.bus.DeadLetterHeaders;
import java.io.IOException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns a Kafka record into what is kept of it. Never fails: what is no event is kept by its digest alone. */
final class RecordReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DEAD_LETTERS = ".dlq";

    private final KeyedDigest digest;
    private final Redaction redaction;

    RecordReader(KeyedDigest digest) {
        this.digest = digest;
        this.redaction = new Redaction(digest);
    }

    AuditRecord read(ConsumerRecord<String, byte[]> source) {
        byte[] value = source.value() == null ? new byte[0] : source.value();
        JsonNode event = event(source.topic(), value);
        UUID alertId = alertId(event); // before the event's fields are replaced
        return new AuditRecord(
                source.offset(),
                idOrDigest(source.key()),
                bounded(CloudEventHeaders.text(source.headers(), CloudEventHeaders.ID)),
                bounded(CloudEventHeaders.text(source.headers(), CloudEventHeaders.TYPE)),
                bounded(CloudEventHeaders.text(source.headers(), CloudEventHeaders.SOURCE)),
                bounded(CloudEventHeaders.text(source.headers(), CloudEventHeaders.TIME)),
                source.timestamp(),
                alertId,
                digest.of(value),
                body(source, event),
                null);
    }

    private String body(ConsumerRecord<String, byte[]> source, JsonNode event) {
        if (event != null) {
            return redaction.redact(event);
        }
        String reason = CloudEventHeaders.text(source.headers(), DeadLetterHeaders.REASON);
        String origin = CloudEventHeaders.text(source.headers(), DeadLetterHeaders.ORIGIN);
        if (reason == null || origin == null) {
            return null;
        }
        return redaction.redact(MAPPER.createObjectNode()
                .put("deadLetterReason", bounded(reason))
                .put("deadLetterOrigin", bounded(origin)));
    }

    /** A poison record may hold anything, a number too: of its value nothing is kept but its digest. */
    private static JsonNode event(String topic, byte[] value) {
        if (topic.endsWith(DEAD_LETTERS)) {
            return null;
        }
        try {
            JsonNode node = MAPPER.readTree(value);
            return node != null && node.isObject() ? node : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static UUID alertId(JsonNode event) {
        return event == null ? null : uuid(event.path("alertId").textValue());
    }

    private String idOrDigest(String key) {
        if (key == null || uuid(key) != null) {
            return key;
        }
        return "hmac-sha256:" + digest.of(key);
    }

    private static UUID uuid(String text) {
        try {
            return text == null || text.length() != 36 ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String bounded(String header) {
        return header == null || header.length() <= 200 ? header : header.substring(0, 200);
    }
}
