package fr.vigie.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The one JSON form of events. Reading tolerates fields and is strict on types; writing leaves nulls out. */
public final class EventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("times").addDeserializer(Instant.class, new InstantText()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, EventJson::onlyTexts)
            .withCoercionConfigDefaults(
                    config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private EventJson() {}

    private static void onlyTexts(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** Writes an event as UTF-8 JSON. */
    public static byte[] write(Object event) {
        if (event instanceof DeliveryEvent delivery) {
            return DeliveryEventText.write(delivery);
        }
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event cannot be written as JSON: " + event.getClass(), e);
        }
    }

    /** The RFC 3339 text of a time, as it stands in events and their headers. */
    public static byte[] timeText(Instant time) {
        return TimeText.of(time);
    }

    /**
     * Reads an event.
     *
     * @throws MalformedEventException where the bytes are no such event: no JSON, a required field missing, a field of
     *     another type than in the event's schema
     */
    public static <T> T read(byte[] json, Class<T> type) throws MalformedEventException {
        if (json == null) {
            throw new MalformedEventException("empty value", null);
        }
        if (type == DeliveryEvent.class) {
            DeliveryEvent usual = DeliveryEventReader.read(json);
            if (usual != null) {
                return type.cast(usual);
            }
        }
        return readAnyForm(json, type);
    }

    /** As {@link #read}, by Jackson alone. */
    static <T> T readAnyForm(byte[] json, Class<T> type) throws MalformedEventException {
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

    /** Whether a time is one that an event can mean. */
    static boolean isExpected(Instant time) {
        return InstantText.expected(time);
    }

    /** Times are RFC 3339 texts; the module's own reader would also take numbers, and guess their unit. */
    private static final class InstantText extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1;
        private static final int KNOWN = 64;
        /** RFC 3339 section 1: years 0000 to 9999. What lies before 1970 no event can mean, and no reader expects. */
        private static final Instant EARLIEST = Instant.EPOCH;

        private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

        static boolean expected(Instant time) {
            return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
        }

        /** Thousands of deliveries of one alert are sent, and expire, at the same moments. */
        private final transient AtomicReferenceArray<Read> known = new AtomicReferenceArray<>(KNOWN);

        InstantText() {
            super(Instant.class);
        }

        private record Read(String text, Instant time) {}

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, parser);
            }
            String text = parser.getText();
            int place = Math.floorMod(text.hashCode(), KNOWN);
            Read before = known.get(place);
            if (before != null && before.text.equals(text)) {
                return before.time;
            }
            try {
                Instant time = TimeText.parse(text);
                if (!expected(time)) {
                    throw new DateTimeException("beyond four digits of a year");
                }
                known.set(place, new Read(text, time));
                return time;
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "no RFC 3339 time");
            }
        }
    }

    /** Bytes that are not the event that they should be. The message names no content. */
    public static final class MalformedEventException extends Exception {
        MalformedEventException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
