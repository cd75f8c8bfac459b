package fr.vigie.reference;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The départements that a token may see and alert. {@link #all()} is the national delegation; a territory without
 * départements covers nothing.
 *
 * @param national covers every département; then {@code departements} is empty
 * @param departements the codes covered
 */
public record Territory(boolean national, Set<String> departements) {

    private static final String EVERYWHERE = "*";

    public Territory {
        departements = Set.copyOf(departements);
        if (national && !departements.isEmpty()) {
            throw new UnknownTerritoryException("a national territory lists no départements");
        }
        for (String code : departements) {
            if (!Divisions.load().departements.containsKey(code)) {
                // The value comes from outside: it is shown only where it has the form of a code.
                String shown = code.matches("[0-9A-Z]{1,3}") ? ": " + code : "";
                throw new UnknownTerritoryException("the territory names an unknown département" + shown);
            }
        }
    }

    /** Every département. */
    public static Territory all() {
        return new Territory(true, Set.of());
    }

    /**
     * Some départements.
     *
     * @throws UnknownTerritoryException for a code that is no département's
     */
    public static Territory of(Collection<String> departements) {
        return new Territory(false, Set.copyOf(departements));
    }

    /**
     * Reads a token's claim: a list of codes, or exactly {@code ["*"]}. A missing claim covers nothing.
     *
     * @throws UnknownTerritoryException for an unknown code, or {@code *} beside codes
     */
    public static Territory parse(Collection<String> claim) {
        if (claim == null) {
            return of(Set.of());
        }
        return claim.size() == 1 && claim.contains(EVERYWHERE) ? all() : of(claim);
    }

    /** Whether a département is covered; an unknown one never is, not even nationally. */
    public boolean covers(String departement) {
        return departement != null
                && (national
                        ? Divisions.load().departements.containsKey(departement)
                        : departements.contains(departement));
    }

    /** Whether every one of these départements is covered. */
    public boolean coversAll(Collection<String> codes) {
        return codes.stream().allMatch(this::covers);
    }

    @Override
    public String toString() {
        return national ? "Territory[*]" : "Territory" + new TreeSet<>(departements);
    }
}
