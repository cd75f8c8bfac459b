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
import java.util.regex.Pattern;

/**
 * Takes texts and numbers out of an event and leaves keyed digests in their place: the record can still be compared with
 * a text or number that somebody holds, and says nothing to somebody who does not.
 *
 * <p>Events hold neither where they should not. But what looks like a number is taken out anywhere, since a record that
 * is no proper event is recorded too.
 */
final class Redaction {
    private static final Set<String> SENSITIVE = Set.of("text", "texts", "numbers", "numberDigest");
    /** The operator's own name for a message is often a run of digits, and needed as evidence. */
    private static final String CARRIER_MESSAGE_ID = "carrierMessageId";
    /** Eight digits or more, as numbers are written; not inside a UUID, a time or a fraction. */
    private static final Pattern NUMBER_LIKE =
            Pattern.compile("(?<![0-9A-Za-z.:-])\\+?\\(?\\d(?:[ ./()-]{0,2}\\d){7,17}(?![0-9A-Za-z:-])");

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.+Z-]+");
    private static final int FEWEST_DIGITS = 8;
    private static final long SMALLEST_NUMBER_LIKE = 100_000_000L;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KeyedDigest digest;

    Redaction(KeyedDigest digest) {
        this.digest = digest;
    }

    /** The event as text. Changes the event given. */
    String redact(JsonNode event) {
        redactFields(event);
        try {
            return MAPPER.writeValueAsString(event);
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
                } else if (looksLikeNumber(field.getKey(), field.getValue())) {
                    field.setValue(digested(field.getValue()));
                } else {
                    redactFields(field.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (looksLikeNumber("", array.get(i))) {
                    array.set(i, digested(array.get(i)));
                } else {
                    redactFields(array.get(i));
                }
            }
        }
    }

    private static boolean looksLikeNumber(String field, JsonNode value) {
        if (value.isIntegralNumber()) {
            return !value.canConvertToLong() || Math.abs(value.longValue()) >= SMALLEST_NUMBER_LIKE;
        }
        return value.isTextual()
                && !field.equals(CARRIER_MESSAGE_ID)
                && mayHoldNumber(value.textValue())
                && !TIME.matcher(value.textValue()).matches()
                && NUMBER_LIKE.matcher(value.textValue()).find();
    }

    /** What spares most texts the search: a number has eight digits, and a UUID never holds one by itself. */
    private static boolean mayHoldNumber(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        return digits >= FEWEST_DIGITS && !isUuid(text);
    }

    private static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
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
