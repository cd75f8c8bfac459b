package fr.vigie.registry.resolution;

import fr.vigie.events.Channel;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
    /** Merchants who are not warned, because their alert expired before their deliveries were published. */
    static final String TOO_LATE = "vigie.resolution.recipients.late";
    /** From the start of an alert's resolution to its totals, by urgency. */
    static final String DURATION = "vigie.resolution.duration";
    /** Resolutions that were broken off and are tried again. */
    static final String FAILURES = "vigie.resolution.failures";

    private final MeterRegistry registry;

    ResolutionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void published(Chunk chunk) {
        counted(CHUNKS, "Chunks published for the first time", 1);
        for (Channel channel : Channel.values()) {
            Counter.builder(RECIPIENTS)
                    .description("Deliveries published for the first time")
                    .tag("channel", channel.name())
                    .register(registry)
                    .increment(chunk.count(channel));
        }
    }

    void republished(int deliveries) {
        counted(REPUBLISHED, "Chunks published again because dispatchers were silent", 1);
        counted(REPUBLISHED_DELIVERIES, "Deliveries published again", deliveries);
    }

    void resolved(Urgency urgency, Duration duration) {
        Timer.builder(DURATION)
                .description("From the start of an alert's resolution to its totals")
                .tag("urgency", urgency.name())
                .register(registry)
                .record(duration);
    }

    void tooLate(int merchants) {
        counted(TOO_LATE, "Merchants not warned because their alert expired first", merchants);
    }

    void failed() {
        counted(FAILURES, "Resolutions that were broken off and are tried again", 1);
    }

    private void counted(String name, String meaning, int more) {
        Counter.builder(name).description(meaning).register(registry).increment(more);
    }
}
