package fr.vigie.reference;

/**
 * Who is spoken to. An alert has one audience: trades of two never share it, so that a farm alert reaches no shop.
 */
public enum Audience {
    /** Shops and counters open to the public, pharmacies included. */
    SHOP("Commerces", "Shops"),
    /** Farms and their co-operatives. */
    FARM("Exploitations agricoles", "Farms"),
    /** Practices of physicians and dentists. */
    HEALTH("Professions de santé", "Health practices"),
    /** Those who drive for a living, at odd hours. */
    ROAD("Professionnels de la route", "Road professionals"),
    /** Workshops, depots and building sites without a counter. */
    SITE("Ateliers, dépôts et chantiers", "Workshops, depots and building sites"),
    /** Private guards: informed by copy, told apart from merchants. */
    PARTNER("Partenaires de sécurité", "Security partners");

    private final String french;
    private final String english;

    Audience(String french, String english) {
        this.french = french;
        this.english = english;
    }

    /** Label for officers. */
    public String french() {
        return french;
    }

    /** Label for integrators. */
    public String english() {
        return english;
    }
}
