package fr.vigie.registry.subscriber;

/** How exactly a position is known. */
public enum PositionPrecision {
    ADDRESS,
    STREET,
    /** The commune's centre: never decides a perimeter under 5 km. */
    COMMUNE
}
