package fr.vigie.audit.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Takes texts and numbers out of an event and leaves keyed digests in their place: the record can still be compared with
 * a text or number that somebody holds, and says nothing to somebody who does not.
 */
final class Redaction {
    private static final Set<String> SENSITIVE = Set.of("text", "texts", "numbers");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KeyedDigest digest;

    Redaction(KeyedDigest digest) {
        this.digest = digest;
    }

    String redact(JsonNode event) {
        JsonNode copy = event.deepCopy();
        redactFields(copy);
        try {
            return MAPPER.writeValueAsString(copy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    private void redactFields(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (SENSITIVE.contains(field.getKey())) {
                    field.setValue(digested(field.getValue()));
                } else {
                    redactFields(field.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(this::redactFields);
        }
    }

    private JsonNode digested(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> field.setValue(digested(field.getValue())));
            return object;
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, digested(array.get(i)));
            }
            return array;
        }
        return TextNode.valueOf("hmac-sha256:" + digest.of(value.asText()));
    }
}
