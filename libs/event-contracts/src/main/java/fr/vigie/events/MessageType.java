package fr.vigie.events;

/** CAP 1.2 section 3.2.1, {@code msgType}: a new alert, a correction of an earlier one, or its end. */
public enum MessageType {
    ALERT,
    UPDATE,
    ALL_CLEAR
}
