package fr.vigie.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The one JSON form of events. Reading tolerates fields and is strict on types; writing leaves nulls out. */
public final class EventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private EventJson() {}

    /** Writes an event as UTF-8 JSON. */
    public static byte[] write(Object event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event cannot be written as JSON: " + event.getClass(), e);
        }
    }

    /**
     * Reads an event.
     *
     * @throws MalformedEventException where the bytes are no such event
     */
    public static <T> T read(byte[] json, Class<T> type) throws MalformedEventException {
        if (json == null) {
            throw new MalformedEventException("empty value", null);
        }
        try {
            T event = MAPPER.readValue(json, type);
            if (event == null) {
                throw new MalformedEventException("null value", null);
            }
            return event;
        } catch (IOException | RuntimeException e) {
            throw new MalformedEventException("no valid " + type.getSimpleName(), e);
        }
    }

    /** Bytes that are not the event that they should be. The message names no content. */
    public static final class MalformedEventException extends Exception {
        MalformedEventException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
