package fr.vigie.registry.resolution;

import fr.vigie.events.Channel;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The meters of resolution. Tags: {@code channel} (SMS, VOICE), {@code urgency} (URGENT, BULK). */
@ApplicationScoped
class ResolutionMeters {
    /** Deliveries published for the first time, by channel. */
    static final String RECIPIENTS = "vigie.resolution.recipients";
    /** Chunks published for the first time. */
    static final String CHUNKS = "vigie.resolution.chunks";
    /** Chunks published again because dispatchers were silent. */
    static final String REPUBLISHED = "vigie.resolution.chunks.republished";
    /** Deliveries published again. */
    static final String REPUBLISHED_DELIVERIES = "vigie.resolution.recipients.republished";
    /** From the start of an alert's resolution to its totals, by urgency. */
    static final String DURATION = "vigie.resolution.duration";
    /** Resolutions that were broken off and are tried again. */
    static final String FAILURES = "vigie.resolution.failures";

    private final MeterRegistry registry;

    ResolutionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void published(Chunk chunk) {
        registry.counter(CHUNKS).increment();
        for (Channel channel : Channel.values()) {
            registry.counter(RECIPIENTS, "channel", channel.name()).increment(chunk.count(channel));
        }
    }

    void republished(int deliveries) {
        registry.counter(REPUBLISHED).increment();
        registry.counter(REPUBLISHED_DELIVERIES).increment(deliveries);
    }

    void resolved(Urgency urgency, Duration duration) {
        registry.timer(DURATION, "urgency", urgency.name()).record(duration);
    }

    void failed() {
        registry.counter(FAILURES).increment();
    }
}
