package fr.vigie.events;

/** Which lane a delivery takes. Urgent never waits behind bulk. */
public enum Urgency {
    URGENT,
    BULK
}
