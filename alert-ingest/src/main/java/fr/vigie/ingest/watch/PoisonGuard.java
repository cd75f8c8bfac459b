package fr.vigie.ingest.watch;

import fr.vigie.bus.EventBus;
import fr.vigie.bus.Subscription;
import fr.vigie.events.AlertControl;
import fr.vigie.events.ReportReceived;
import fr.vigie.events.Topics;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Sets aside poison on the topics that this service writes and that no group of readers consumes: orders, which every
 * copy of every reader reads for itself, and reports, which only other systems read. Events that are well formed pass
 * by.
 */
@ApplicationScoped
class PoisonGuard {
    private static final int BATCH = 500;

    private final EventBus bus;

    PoisonGuard(EventBus bus) {
        this.bus = bus;
    }

    void start(@Observes StartupEvent event) {
        bus.subscribe(Subscription.to(
                AlertControl.class, "control-guard", List.of(Topics.ALERT_CONTROL), BATCH, passingBy -> {}));
        bus.subscribe(Subscription.to(
                ReportReceived.class, "report-guard", List.of(Topics.REPORT_RECEIVED), BATCH, passingBy -> {}));
    }
}
