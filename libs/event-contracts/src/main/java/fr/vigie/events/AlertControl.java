package fr.vigie.events;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * An order about a running alert. Every copy of every reader stores it until the alert has expired.
 *
 * @param alertId the alert that is meant
 * @param action what to do
 * @param at when the order was accepted
 * @param alertExpires when the alert expires, after which the order may be forgotten
 * @param by subject of the officer's token
 * @param supersededBy the update or all-clear that caused it; null for a plain cancel
 */
public record AlertControl(
        UUID alertId, Action action, Instant at, Instant alertExpires, String by, UUID supersededBy) {
    public AlertControl {
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(alertExpires, "alertExpires");
        Objects.requireNonNull(by, "by");
    }

    /** What to do with the alert. */
    public enum Action {
        /** Hand nothing more over. */
        CANCEL
    }
}
