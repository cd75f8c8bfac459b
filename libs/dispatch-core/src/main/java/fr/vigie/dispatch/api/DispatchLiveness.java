package fr.vigie.dispatch.api;

import fr.vigie.dispatch.flow.Dispatcher;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A thread of the dispatcher's that has died never comes back by itself: the service must be restarted. */
@Liveness
@ApplicationScoped
class DispatchLiveness implements HealthCheck {
    private final Dispatcher dispatcher;

    DispatchLiveness(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("dispatcher threads")
                .status(dispatcher.alive())
                .build();
    }
}
