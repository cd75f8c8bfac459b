package fr.vigie.ingest.alert;

import fr.vigie.events.AlertAccepted;
import fr.vigie.service.ProblemException;
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
        registry.counter(
                        ACCEPTED,
                        "kind",
                        event.kind().name(),
                        "urgency",
                        event.urgency().name())
                .increment();
    }

    void refused(ProblemException problem) {
        registry.counter(REFUSED, "code", problem.code().name()).increment();
    }

    void cancelled() {
        registry.counter(CANCELLED).increment();
    }
}
