package fr.vigie.registry.resolution;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.PoisonEventException;
import fr.vigie.bus.Received;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.outbox.DataRefusal;
import fr.vigie.reference.Trades;
import fr.vigie.registry.matching.Selection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Stores accepted alerts and wakes a worker. Nothing is matched here: a large alert must not hold up the next one. */
@ApplicationScoped
class AlertIntake implements BatchHandler<AlertAccepted> {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AlertStore alerts;
    private final Wake wake;
    private final Trades trades = Trades.load();

    AlertIntake(AlertStore alerts, Wake wake) {
        this.alerts = alerts;
        this.wake = wake;
    }

    @Override
    public void handle(List<Received<AlertAccepted>> batch) {
        List<AlertAccepted> accepted = batch.stream().map(Received::event).toList();
        accepted.forEach(this::check);
        List<Boolean> isNew = alerts.store(accepted).await().atMost(LIMIT);
        for (int i = 0; i < accepted.size(); i++) {
            AlertAccepted alert = accepted.get(i);
            if (isNew.get(i)) {
                wake.up(alert.urgency());
            } else {
                alerts.repeat(alert.alertId()).await().atMost(LIMIT);
            }
        }
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return DataRefusal.is(failure);
    }

    /** An alert that cannot be resolved as it was meant goes to the dead letters, rather than to fewer or other people. */
    private void check(AlertAccepted alert) {
        if (alert.alertId() == null
                || alert.urgency() == null
                || alert.area() == null
                || alert.texts() == null
                || alert.sent() == null
                || alert.expires() == null) {
            throw new PoisonEventException("FIELD_MISSING", "an accepted alert lacks a field");
        }
        if (alert.status() == AlertStatus.EXERCISE) {
            throw new PoisonEventException("EXERCISE_NOT_SUPPORTED", "drills have no recipients of their own yet");
        }
        if (alert.trades().isEmpty()
                || alert.trades().stream().anyMatch(code -> trades.trade(code).isEmpty())) {
            throw new PoisonEventException("UNKNOWN_TRADE", "an accepted alert names no, or an unknown, trade");
        }
        boolean textMissing = alert.channels().isEmpty()
                || (alert.channels().contains(Channel.SMS) && alert.texts().sms() == null)
                || (alert.channels().contains(Channel.VOICE) && alert.texts().voice() == null);
        if (textMissing) {
            throw new PoisonEventException("TEXT_MISSING", "an accepted alert has a channel without words");
        }
        try {
            Selection.of(alert.area(), alert.trades());
        } catch (RuntimeException e) {
            throw new PoisonEventException("AREA_INVALID", "the area of an accepted alert is none");
        }
    }
}
