package fr.vigie.service;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of every error response (RFC 9457, {@code application/problem+json}).
 *
 * @param type URI of the kind of problem, one per {@link ProblemCode}
 * @param title the same for every occurrence of the type
 * @param status the response's HTTP status
 * @param detail what happened this time; never a phone number, class name or stack trace
 * @param instance {@code urn:vigie:incident:<id>} where the log holds more under that id; null otherwise
 * @param code the stable code, a name of {@link ProblemCode}
 * @param errors the request's faults, all of them; empty where the fault is not in a field
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, String detail, String instance, String code, List<FieldError> errors) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        requireNonNull(type, "type");
        requireNonNull(title, "title");
        requireNonNull(code, "code");
        errors = List.copyOf(errors);
    }

    /** A problem of this code, without an incident. */
    public static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
        return new Problem(code.type(), code.title(), code.status(), detail, null, code.name(), errors);
    }

    Problem withIncident(String incident) {
        return new Problem(type, title, status, detail, "urn:vigie:incident:" + incident, code, errors);
    }
}
