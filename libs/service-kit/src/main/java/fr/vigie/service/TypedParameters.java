package fr.vigie.service;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads query and header parameters that are numbers, UUIDs or one of a few words, and refuses others by name and rule.
 * JAX-RS itself answers 404, which reads as if the resource did not exist; for a part of the path that is right.
 */
@Provider
public class TypedParameters implements ParamConverterProvider {
    private static final Map<Class<?>, Function<String, Object>> READERS = Map.of(
            int.class, Integer::valueOf,
            Integer.class, Integer::valueOf,
            long.class, Long::valueOf,
            Long.class, Long::valueOf,
            UUID.class, UUID::fromString);

    @Override
    @SuppressWarnings("unchecked") // each reader makes what it stands for
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        String name = name(annotations);
        if (name == null) {
            return null;
        }
        Function<String, Object> reader = type.isEnum() ? text -> constant(type, text) : READERS.get(type);
        return reader == null ? null : (ParamConverter<T>) new Named(name, type, reader);
    }

    private static String name(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return query.value();
            }
            if (annotation instanceof HeaderParam header) {
                return header.value();
            }
        }
        return null;
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no such constant");
    }

    private record Named(String name, Class<?> type, Function<String, Object> reader)
            implements ParamConverter<Object> {
        @Override
        public Object fromString(String text) {
            if (text == null) {
                return null;
            }
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException otherType) {
                String expected = JsonProblems.expected(type);
                throw new ProblemException(
                        ProblemCode.WRONG_TYPE,
                        name + " must be " + expected,
                        List.of(new FieldError(name, expected, "must be " + expected)));
            }
        }

        @Override
        public String toString(Object value) {
            return String.valueOf(value);
        }
    }
}
