package fr.vigie.reference;

/**
 * A région, or an overseas collectivity that stands in the same list.
 *
 * @param code INSEE code
 * @param name French name
 */
public record Region(String code, String name) {}
