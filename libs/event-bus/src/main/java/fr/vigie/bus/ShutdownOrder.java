package fr.vigie.bus;

/**
 * Priorities of {@code ShutdownEvent} observers; lower runs first. A service stops reading before it stops working,
 * works off what it has, publishes, and only then closes the publisher.
 */
public final class ShutdownOrder {
    /** Consumers stop; the batch in hand is finished. */
    public static final int CONSUMERS = 1_000;
    /** Carriers and other workers stop. */
    public static final int WORKERS = 2_000;
    /** The outbox is published once more. */
    public static final int OUTBOX = 3_000;
    /** The publisher closes. */
    public static final int PUBLISHER = 4_000;

    private ShutdownOrder() {}
}
