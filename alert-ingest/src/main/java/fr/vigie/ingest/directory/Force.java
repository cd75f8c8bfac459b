package fr.vigie.ingest.directory;

import fr.vigie.service.ProblemException;
import java.util.Locale;

/** Whose officers alert merchants. */
public enum Force {
    GENDARMERIE,
    POLICE;

    /** The token's claim. */
    public static final String CLAIM = "force";

    /**
     * The force that a token names.
     *
     * @throws ProblemException FORBIDDEN where it is none
     */
    public static Force of(String claim) {
        for (Force force : values()) {
            if (force.name().equals(claim.toUpperCase(Locale.ROOT))) {
                return force;
            }
        }
        throw ProblemException.forbidden("The token's force is neither GENDARMERIE nor POLICE");
    }
}
