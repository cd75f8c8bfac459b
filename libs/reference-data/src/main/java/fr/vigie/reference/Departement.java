package fr.vigie.reference;

/**
 * A département, or an overseas collectivity that stands in the same lists.
 *
 * @param code two or three characters: 01 to 95 with 2A and 2B, 971 to 989
 * @param name French name
 * @param region code of its région; overseas collectivities are their own
 */
public record Departement(String code, String name, String region) {}
