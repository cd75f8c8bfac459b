package fr.vigie.service;

import static java.util.Objects.requireNonNull;

/**
 * One fault of a request.
 *
 * @param field where, as a path from the body's root ({@code area.polygon[3].lat}), or {@code body}, or a parameter's name
 * @param rule the rule that is broken, short and stable enough to be tested for ({@code required}, {@code max 200})
 * @param message one sentence for a person; never repeats the value sent
 */
public record FieldError(String field, String rule, String message) {
    public FieldError {
        requireNonNull(field, "field");
        requireNonNull(rule, "rule");
        requireNonNull(message, "message");
    }
}
