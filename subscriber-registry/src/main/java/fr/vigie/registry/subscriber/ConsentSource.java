package fr.vigie.registry.subscriber;

/** How a merchant said yes or no. */
public enum ConsentSource {
    STATION,
    PHONE,
    ONLINE,
    SMS,
    IMPORT
}
