package fr.vigie.events;

/** What was seen or done. */
public enum AlertKind {
    /** Repérage: suspicious behaviour, not an offence. */
    SCOUTING,
    /** Vol par ruse. */
    THEFT_BY_DECEPTION,
    /** Vol à main armée. */
    ARMED_ROBBERY,
    /** Cambriolage. */
    BURGLARY,
    /** Escroquerie. */
    FRAUD
}
