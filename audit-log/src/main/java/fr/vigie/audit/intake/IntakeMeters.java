package fr.vigie.audit.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** What the intake tells about itself. */
@ApplicationScoped
class IntakeMeters {
    /** Counter, tag {@code topic}: records that were appended to a chain. */
    private static final String RECORDS = "vigie.audit.records";
    /** Gauge, seconds: how old the oldest record of the last batch was when the batch had been stored. */
    private static final String LAG = "vigie.audit.lag";

    private final MeterRegistry meters;
    private final Clock clock;
    private volatile double lagSeconds;

    IntakeMeters(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void register() {
        Gauge.builder(LAG, this, self -> self.lagSeconds)
                .description("Age of the oldest record of the last batch when the batch had been stored")
                .baseUnit("seconds")
                .register(meters);
    }

    void recorded(String topic, int records) {
        Counter.builder(RECORDS)
                .description("Records appended to a chain")
                .tag("topic", topic)
                .register(meters)
                .increment(records);
    }

    void stored(long oldestMillis) {
        lagSeconds = Math.max(0, clock.millis() - oldestMillis) / 1_000.0;
    }
}
