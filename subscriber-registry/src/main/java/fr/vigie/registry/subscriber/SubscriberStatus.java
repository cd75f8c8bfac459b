package fr.vigie.registry.subscriber;

/** Whether a merchant is warned. */
public enum SubscriberStatus {
    /** Is warned. */
    ACTIVE,
    /** Is not warned for the time being. */
    SUSPENDED,
    /** Has left. The record is kept as proof. */
    WITHDRAWN
}
