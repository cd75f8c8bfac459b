package fr.vigie.events;

/** CAP 1.2 section 3.2.1, {@code status}: whether an alert is meant or practised. */
public enum AlertStatus {
    ACTUAL,
    EXERCISE
}
