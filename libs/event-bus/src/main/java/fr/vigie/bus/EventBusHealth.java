package fr.vigie.bus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A consumer that has died never comes back by itself: the service must be restarted. */
@Liveness
@ApplicationScoped
class EventBusHealth implements HealthCheck {
    private final EventBus bus;

    EventBusHealth(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("event consumers")
                .status(bus.healthy())
                .build();
    }
}
