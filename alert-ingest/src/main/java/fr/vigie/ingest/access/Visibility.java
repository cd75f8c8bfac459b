package fr.vigie.ingest.access;

import fr.vigie.reference.Territory;
import fr.vigie.service.Caller;
import java.util.List;

/**
 * What a caller may see: everything with the national territory; else alerts that concern a département of the territory,
 * and those that the caller issued.
 *
 * @param national whether the territory is the whole country
 * @param departements codes of the territory; empty for a national one
 * @param subject the caller
 */
public record Visibility(boolean national, List<String> departements, String subject) {
    /** Stands in {@code departements} and in territories for the whole country. */
    public static final String EVERYWHERE = "*";

    public Visibility {
        departements = departements.stream().sorted().toList();
    }

    /** What the caller of this request may see. */
    public static Visibility of(Caller caller) {
        Territory territory = caller.territory();
        return new Visibility(territory.national(), List.copyOf(territory.departements()), caller.subject());
    }

    /** The territory as it stands in events: codes, or {@code ["*"]}. */
    public List<String> claim() {
        return national ? List.of(EVERYWHERE) : departements;
    }

    /** The codes as an array, for SQL. */
    public String[] codes() {
        return departements.toArray(String[]::new);
    }

    /** A condition on the alert {@code a}; its parameters, from the given number, are national, subject, codes. */
    public static String condition(int first) {
        return "($%d OR a.issued_by = $%d OR a.departements && $%d)".formatted(first, first + 1, first + 2);
    }
}
