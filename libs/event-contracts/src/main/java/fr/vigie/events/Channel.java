package fr.vigie.events;

/** How a merchant is reached. */
public enum Channel {
    /** Text message to a mobile number. */
    SMS,
    /** Automatic telephone call to a mobile or fixed number. */
    VOICE
}
