package fr.vigie.ingest.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.vigie.service.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * What makes a repeated request the same one.
 *
 * @param subject whose key it is; officers do not share keys
 * @param value the key as it was sent, or null where none was
 * @param bodyHash SHA-256 over the request in canonical JSON
 */
record IdempotencyKey(String subject, String value, byte[] bodyHash) {
    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,200}");

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** @throws ProblemException INVALID_FIELD for a header that is not 1 to 200 visible ASCII characters */
    static IdempotencyKey of(String subject, String header, NewAlert alert) {
        if (header != null && !VISIBLE_ASCII.matcher(header).matches()) {
            throw ProblemException.invalid(
                    HEADER, "1 to 200 visible ASCII characters", "must have 1 to 200 visible ASCII characters");
        }
        return new IdempotencyKey(subject, header, hash(alert));
    }

    boolean given() {
        return value != null;
    }

    boolean sameBody(byte[] other) {
        return MessageDigest.isEqual(bodyHash, other);
    }

    private static byte[] hash(NewAlert alert) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(alert));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that was read as JSON can be written as JSON", e);
        }
    }
}
