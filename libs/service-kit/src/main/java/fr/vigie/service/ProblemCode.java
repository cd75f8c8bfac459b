package fr.vigie.service;

import java.util.Locale;

/** Every way in which a request can fail. The name is the stable code that clients may rely on. */
public enum ProblemCode {
    MALFORMED_JSON(400, "The body is not well-formed JSON", false),
    UNKNOWN_FIELD(400, "The body has a field that does not exist", false),
    WRONG_TYPE(400, "A field has the wrong type", false),
    BAD_REQUEST(400, "The request is not valid", false),
    MISSING_FIELD(422, "A required field is missing", false),
    INVALID_FIELD(422, "A field breaks a rule", false),
    AMOUNT_OF_MONEY(422, "An outgoing text names an amount of money", false),
    DRILLS_NOT_YET(422, "Drills cannot be sent yet", false),
    UNAUTHENTICATED(401, "A valid bearer token is required", false),
    FORBIDDEN(403, "The token does not allow this", false),
    OUTSIDE_TERRITORY(403, "The token's territory does not cover this", false),
    NOT_FOUND(404, "There is nothing here", false),
    METHOD_NOT_ALLOWED(405, "This method is not available here", false),
    NOT_ACCEPTABLE(406, "No acceptable representation", false),
    CONFLICT(409, "The state of the resource does not allow this", false),
    IDEMPOTENCY_CONFLICT(409, "The idempotency key was used for a different request", false),
    BODY_TOO_LARGE(413, "The body is too large", false),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported", false),
    TOO_MANY_REQUESTS(429, "Too many requests", true),
    INTERNAL(500, "Something went wrong here", false),
    UNAVAILABLE(503, "Temporarily unavailable", true);

    private final int status;
    private final String title;
    private final boolean retryable;

    ProblemCode(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    /** The HTTP status that goes with this code. */
    public int status() {
        return status;
    }

    /** One English line, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }

    /** The problem type URI of RFC 9457, e.g. {@code urn:vigie:problem:unknown-field}. */
    public String type() {
        return "urn:vigie:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code that says no more than the status itself; {@link #INTERNAL} for a 5xx that has none of its own. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 409 -> CONFLICT;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> INVALID_FIELD;
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> UNAVAILABLE;
            default -> status >= 500 ? INTERNAL : BAD_REQUEST;
        };
    }
}
