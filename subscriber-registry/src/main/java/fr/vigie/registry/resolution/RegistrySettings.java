package fr.vigie.registry.resolution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How alerts are resolved. */
@ConfigMapping(prefix = "vigie.registry")
public interface RegistrySettings {
    /** Recipients per chunk; at most 512, the width of a chunk's confirmation bits. */
    @WithDefault("500")
    int chunkSize();

    /** Recipients of an alert's first chunk: small, so that the first text leaves at once. */
    @WithDefault("50")
    int firstChunkSize();

    /** Urgent alerts resolved at the same time by this copy. */
    @WithDefault("3")
    int urgentWorkers();

    /** Other alerts resolved at the same time by this copy. */
    @WithDefault("1")
    int bulkWorkers();

    /** Chunks of one alert that may be on their way to the broker at the same time. */
    @WithDefault("4")
    int chunksInFlight();

    /** How often open alerts are looked for besides being told of new ones. */
    @WithDefault("PT0.5S")
    Duration look();

    /** A published chunk that dispatchers have not spoken of by then is published again; doubles each time. */
    @WithDefault("PT15S")
    Duration confirmWithin();

    /** Longest pause between two publications of the same chunk. */
    @WithDefault("PT5M")
    Duration longestBackOff();

    /** How long to wait at the start for all cancels that the topic holds. */
    @WithDefault("PT30S")
    Duration cancelsWithin();

    /** Chunks are removed this long after their alert has expired. */
    @WithDefault("PT48H")
    Duration keepChunks();

    /** Alerts are remembered this long after they expired, longer than the topic keeps them. */
    @WithDefault("P15D")
    Duration keepAlerts();
}
