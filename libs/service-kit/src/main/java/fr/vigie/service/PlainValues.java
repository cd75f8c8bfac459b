package fr.vigie.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.util.Set;

/**
 * What Jackson would still take for something else. Dates, times and durations are ISO 8601 strings: a bare number could
 * be seconds or milliseconds. Numbers are numbers: {@code "NaN"} and {@code "Infinity"} are none.
 */
final class PlainValues extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> FRACTIONS = Set.of(double.class, Double.class, float.class, Float.class);

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
        if (type.getBeanClass().getName().startsWith("java.time.")) {
            return new TextOnly(deserializer);
        }
        return FRACTIONS.contains(type.getBeanClass()) ? new NeverText(deserializer) : deserializer;
    }

    private static final class TextOnly extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        TextOnly(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new TextOnly(delegate);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.hasToken(JsonToken.VALUE_STRING)
                    ? super.deserialize(json, context)
                    : context.handleUnexpectedToken(handledType(), json);
        }
    }

    private static final class NeverText extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        NeverText(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new NeverText(delegate);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.hasToken(JsonToken.VALUE_STRING)
                    ? context.handleUnexpectedToken(handledType(), json)
                    : super.deserialize(json, context);
        }
    }
}
