package fr.vigie.registry.matching;

/** What an area says of one merchant. */
public enum Verdict {
    /** Inside. */
    INSIDE,
    /** Not inside. */
    OUTSIDE,
    /** Perhaps inside: only the commune's centre is known, and the perimeter is too small for that to decide. */
    TOO_VAGUE
}
