package fr.vigie.reference;

import java.util.List;
import java.util.Optional;

/**
 * A commune of today, or a municipal arrondissement of Paris, Lyon or Marseille.
 *
 * @param code INSEE code, five characters
 * @param name official name
 * @param departement code of its département or overseas collectivity
 * @param population legal population; 0 where nobody lives or none is published
 * @param postcodes five digits each; may be empty (uninhabited islands)
 * @param city the INSEE code of the city, for a municipal arrondissement only
 */
public record Commune(
        String code, String name, String departement, int population, List<String> postcodes, Optional<String> city) {

    public Commune {
        postcodes = List.copyOf(postcodes);
    }

    /** Whether this is a municipal arrondissement. */
    public boolean isArrondissement() {
        return city.isPresent();
    }
}
