package fr.vigie.dispatch.api;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.flow.CarrierState;
import fr.vigie.dispatch.flow.Dispatcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once every stored order to cancel is known and the lanes are read. A carrier that is down is told and does not
 * make the service unready: what is asked for is stored all the same.
 */
@Readiness
@ApplicationScoped
class DispatchReadiness implements HealthCheck {
    private final Dispatcher dispatcher;

    DispatchReadiness(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("dispatch").status(dispatcher.working());
        for (CarrierState carrier : dispatcher.carriers()) {
            answer.withData("carrier " + carrier.name(), carrier.available() ? "up" : "down");
            for (LinkState link : carrier.links()) {
                answer.withData(
                        "link " + carrier.name() + " " + link.name(),
                        link.status().name().toLowerCase(Locale.ROOT));
            }
        }
        return answer.build();
    }
}
