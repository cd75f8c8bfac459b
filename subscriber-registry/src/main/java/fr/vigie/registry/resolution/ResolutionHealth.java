package fr.vigie.registry.resolution;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** A worker that has died does not come back by itself. Ready is who knows every cancel. */
@ApplicationScoped
class ResolutionHealth {
    private final ResolutionWorkers workers;

    ResolutionHealth(ResolutionWorkers workers) {
        this.workers = workers;
    }

    @Liveness
    @jakarta.enterprise.inject.Produces
    @ApplicationScoped
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("resolution workers")
                .status(workers.alive())
                .build();
    }

    @Readiness
    @jakarta.enterprise.inject.Produces
    @ApplicationScoped
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("cancels known")
                .status(workers.ready())
                .build();
    }
}
