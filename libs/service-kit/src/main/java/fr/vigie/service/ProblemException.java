package fr.vigie.service;

import java.util.List;

/**
 * Ends a request with a problem. The detail goes to the client: it must not hold a phone number or repeat a value that
 * the client sent.
 */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;

    public ProblemException(ProblemCode code, String detail, List<FieldError> errors) {
        // Thrown for what a client did: the stack says nothing, and filling it costs more than the request.
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    /** 404: there is no such thing, or the caller may not know of it. */
    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is no such " + what);
    }

    /** 422 for a single field; use {@link Violations} where several may be wrong. */
    public static ProblemException invalid(String field, String rule, String message) {
        return new ProblemException(
                ProblemCode.INVALID_FIELD, field + ": " + message, List.of(new FieldError(field, rule, message)));
    }

    /** 422: the field must be there. */
    public static ProblemException missing(String field) {
        return new ProblemException(
                ProblemCode.MISSING_FIELD,
                field + " is required",
                List.of(new FieldError(field, Violations.REQUIRED, "is required")));
    }

    /** 403: what the field names lies outside the caller's territory. */
    public static ProblemException outsideTerritory(String field, String detail) {
        return new ProblemException(
                ProblemCode.OUTSIDE_TERRITORY, detail, List.of(new FieldError(field, "within the territory", detail)));
    }

    /** 403: the caller's roles do not allow it. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemCode.FORBIDDEN, detail);
    }

    /** 409: not in this state. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(ProblemCode.CONFLICT, detail);
    }

    /** 409: the same idempotency key came with another body. */
    public static ProblemException idempotencyConflict() {
        return new ProblemException(
                ProblemCode.IDEMPOTENCY_CONFLICT, "This Idempotency-Key was used with a different body before");
    }

    /** 503: something this request needs does not answer at the moment. */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(ProblemCode.UNAVAILABLE, detail);
    }

    public ProblemCode code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }

    Problem problem() {
        return Problem.of(code, getMessage(), errors);
    }
}
