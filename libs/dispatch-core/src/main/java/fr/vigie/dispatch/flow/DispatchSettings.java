package fr.vigie.dispatch.flow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a dispatcher works; what differs by channel is in the channel's profile. */
@ConfigMapping(prefix = "vigie.dispatch")
public interface DispatchSettings {
    /** Share of every carrier's window that bulk never takes, from 0 to below 1; at least one place. */
    @WithDefault("0.2")
    double urgentShare();

    /** How often the database is looked at for attempts that have become due. */
    @WithDefault("200ms")
    Duration look();

    /** How often expired leases, alerts, and receipts that do not come are looked for. */
    @WithDefault("1s")
    Duration watch();

    /** Most records that are taken in by one transaction. */
    @WithDefault("1000")
    int intakeBatch();

    /** Most outcomes and receipts that are recorded by one transaction. */
    @WithDefault("1000")
    int recordBatch();

    /**
     * How long a receipt is kept in memory, and the operator waiting, for the submit response that it overtook. Longer
     * spares two row writes for the price of a slower answer.
     */
    @WithDefault("150ms")
    Duration receiptPatience();

    /** A carrier that takes longer than this to answer, on a moving average, loses share until it is quicker again. */
    @WithDefault("2s")
    Duration slowHandOver();

    /** Whether a delivery whose fate with one carrier is unknown may be sent again through another. */
    @WithDefault("WHEN_DOWN")
    Resend resendElsewhere();
}
