package fr.vigie.service;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a request, so that its sender learns all of it at once. Not for several threads.
 *
 * <pre>{@code
 * var violations = new Violations();
 * violations.require("kind", request.kind());
 * violations.check(radius <= 200, "area.radiusKm", "max 200", "must be at most 200 km");
 * violations.throwIfAny();
 * }</pre>
 */
public final class Violations {
    /** The rule of a field that must be there. */
    public static final String REQUIRED = "required";

    /** More faults than this are counted, not listed: a body of 256 KB can hold very many. */
    private static final int LISTED = 100;

    private final List<FieldError> errors = new ArrayList<>();
    private int count;
    private boolean onlyMissing = true;

    /** Notes a fault; see {@link FieldError} for what the three say. */
    public Violations add(String field, String rule, String message) {
        count++;
        onlyMissing &= REQUIRED.equals(rule);
        if (errors.size() < LISTED) {
            errors.add(new FieldError(field, rule, message));
        }
        return this;
    }

    /** Notes that a required field is missing. */
    public Violations missing(String field) {
        return add(field, REQUIRED, "is required");
    }

    /** Notes the field as missing if the value is null or a blank string; true if it is there. */
    public boolean require(String field, Object value) {
        boolean present = value != null
                && !(value instanceof CharSequence text && text.toString().isBlank());
        if (!present) {
            missing(field);
        }
        return present;
    }

    /** Notes the fault unless the condition holds; returns the condition. */
    public boolean check(boolean holds, String field, String rule, String message) {
        if (!holds) {
            add(field, rule, message);
        }
        return holds;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /**
     * Ends the request if there is any fault.
     *
     * @throws ProblemException MISSING_FIELD if nothing but required fields is missing, otherwise INVALID_FIELD
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new ProblemException(
                    onlyMissing ? ProblemCode.MISSING_FIELD : ProblemCode.INVALID_FIELD, detail(), errors);
        }
    }

    private String detail() {
        String faults = count == 1 ? "1 fault" : count + " faults";
        return count > LISTED ? faults + ", the first " + LISTED + " listed" : faults;
    }
}
