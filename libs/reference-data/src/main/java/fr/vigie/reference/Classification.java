package fr.vigie.reference;

/**
 * A code of a public classification of activities.
 *
 * @param scheme which classification: NAF2 until the end of 2026, NAF2025 from 1 January 2027
 * @param code the code in it, such as 47.77Z
 */
public record Classification(String scheme, String code) {}
