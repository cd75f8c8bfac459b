package fr.vigie.registry.resolution;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.Received;
import fr.vigie.events.AlertControl;
import fr.vigie.outbox.DataRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Stores cancels. Read anew from the topic's beginning at every start; what has expired long ago is passed over. */
@ApplicationScoped
class Cancellations implements BatchHandler<AlertControl> {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** More than any two clocks may differ: an order that is dropped never comes again. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final AlertStore alerts;
    private final Clock clock;

    Cancellations(AlertStore alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    @Override
    public void handle(List<Received<AlertControl>> batch) {
        for (Received<AlertControl> received : batch) {
            AlertControl order = received.event();
            if (order.action() == AlertControl.Action.CANCEL
                    && order.alertId() != null
                    && order.alertExpires() != null
                    && order.at() != null
                    && order.alertExpires().plus(MARGIN).isAfter(clock.instant())) {
                alerts.cancel(order.alertId(), order.at(), order.alertExpires())
                        .await()
                        .atMost(LIMIT);
            }
        }
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return DataRefusal.is(failure);
    }
}
