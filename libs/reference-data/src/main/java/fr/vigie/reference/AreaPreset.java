package fr.vigie.reference;

import java.util.Set;

/**
 * A named set of départements that officers alert as one.
 *
 * @param code stable code, such as PETITE_COURONNE
 * @param french label for officers
 * @param english label for integrators
 * @param departements codes, never empty
 */
public record AreaPreset(String code, String french, String english, Set<String> departements) {

    public AreaPreset {
        departements = Set.copyOf(departements);
        if (departements.isEmpty()) {
            throw new IllegalArgumentException("preset " + code + " names no département");
        }
    }
}
