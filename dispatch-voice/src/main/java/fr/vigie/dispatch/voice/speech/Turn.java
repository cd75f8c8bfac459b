package fr.vigie.dispatch.voice.speech;

import fr.vigie.events.Urgency;

/** Whose texts the engine takes first, in this order. */
public enum Turn {
    /** Calls of urgent alerts. */
    URGENT,
    /** Other calls. */
    BULK,
    /** Officers who want to hear a text. */
    LISTENER;

    /** A call's. */
    public static Turn of(Urgency urgency) {
        return urgency == Urgency.URGENT ? URGENT : BULK;
    }
}
