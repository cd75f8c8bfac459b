package fr.vigie.service;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what is wrong with a body, by field and rule, without repeating what was in it. */
final class JsonProblems {
    private static final String BODY = "body";

    /** A name made up by the sender is repeated only if it looks like a field's name, and not like a phone number. */
    private static final Pattern FIELD_NAME = Pattern.compile("(?!.*[0-9]{6})[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private JsonProblems() {}

    /** The problem, or null if the fault is not the sender's. */
    static Problem of(JsonProcessingException fault) {
        if (fault instanceof InvalidDefinitionException) {
            return null;
        }
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return problem(ProblemCode.UNKNOWN_FIELD, path(unknown), "known field", "is not a field of this request");
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return mismatch(path(mismatch), mismatch.getTargetType());
        }
        if (fault instanceof JsonMappingException mapping && fault.getCause() instanceof InputCoercionException range) {
            return mismatch(path(mapping), range.getTargetType());
        }
        if (fault instanceof JsonMappingException mapping) {
            return mapping.getCause() instanceof JsonProcessingException cause && cause != fault
                    ? of(cause)
                    : problem(ProblemCode.WRONG_TYPE, path(mapping), "valid value", "is not a valid value");
        }
        return problem(ProblemCode.MALFORMED_JSON, BODY, "well-formed JSON", "is not well-formed JSON" + at(fault));
    }

    private static Problem mismatch(String field, Class<?> type) {
        String expected = expected(type);
        return problem(ProblemCode.WRONG_TYPE, field, expected, "must be " + expected);
    }

    private static Problem problem(ProblemCode code, String field, String rule, String message) {
        return Problem.of(code, field + " " + message, List.of(new FieldError(field, rule, message)));
    }

    private static String path(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(step.getFieldName()));
            }
        }
        return path.isEmpty() ? BODY : path.toString();
    }

    static String shown(String name) {
        return FIELD_NAME.matcher(name).matches() ? name : "(name not shown)";
    }

    /** What stands in a rule for this type. */
    static String expected(Class<?> type) {
        if (type == null) {
            return "a value of another type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (List.of(
                        int.class,
                        long.class,
                        short.class,
                        byte.class,
                        Integer.class,
                        Long.class,
                        Short.class,
                        BigInteger.class)
                .contains(type)) {
            return "a whole number";
        }
        if (List.of(double.class, float.class, Double.class, Float.class, BigDecimal.class)
                .contains(type)) {
            return "a number";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (TemporalAmount.class.isAssignableFrom(type)) {
            return "an ISO 8601 duration";
        }
        if (TemporalAccessor.class.isAssignableFrom(type)) {
            return "an ISO 8601 date or time";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "a value of another type";
    }

    private static String at(JsonProcessingException fault) {
        JsonLocation where = fault.getLocation();
        return where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }
}
