package fr.vigie.ingest.alert;

import fr.vigie.events.AlertAccepted;
import fr.vigie.service.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Meters of this package. All tags are enums. */
@ApplicationScoped
class AlertMeters {
    /** Alerts accepted; tags {@code kind}, {@code urgency}. */
    static final String ACCEPTED = "vigie.alerts.accepted";
    /** Alerts refused; tag {@code code}, a name of ProblemCode. */
    static final String REFUSED = "vigie.alerts.refused";
    /** Alerts cancelled, updates and all-clears included. */
    static final String CANCELLED = "vigie.alerts.cancelled";

    private final MeterRegistry registry;

    AlertMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void accepted(AlertAccepted event) {
        Counter.builder(ACCEPTED)
                .description("Alerts accepted")
                .tag("kind", event.kind().name())
                .tag("urgency", event.urgency().name())
                .register(registry)
                .increment();
    }

    void refused(ProblemException problem) {
        Counter.builder(REFUSED)
                .description("Alerts refused")
                .tag("code", problem.code().name())
                .register(registry)
                .increment();
    }

    void cancelled() {
        Counter.builder(CANCELLED)
                .description("Alerts cancelled, by updates and all-clears too")
                .register(registry)
                .increment();
    }
}
