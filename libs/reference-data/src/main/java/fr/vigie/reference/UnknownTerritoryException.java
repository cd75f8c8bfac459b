package fr.vigie.reference;

/** A territory claim that cannot be understood; its holder is covered nowhere. */
public final class UnknownTerritoryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownTerritoryException(String message) {
        super(message);
    }

    /** The stable code. */
    public String code() {
        return "TERRITORY_UNKNOWN";
    }
}
