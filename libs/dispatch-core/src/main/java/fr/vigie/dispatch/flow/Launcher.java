package fr.vigie.dispatch.flow;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.FieldCryptoException;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hands over what the desk has, on one thread. The last look at lease, cancel and expiry is here, and so is the only
 * place where a number stands in clear.
 */
final class Launcher implements Runnable {
    private static final Logger LOG = Logger.getLogger(Launcher.class);

    private final Desk desk;
    private final Recorder recorder;
    private final Course course;
    private final FieldCipher cipher;
    private final DispatchMeters meters;
    private final Duration lease;

    Launcher(Desk desk, Recorder recorder, Course course, FieldCipher cipher, DispatchMeters meters, Duration lease) {
        this.desk = desk;
        this.recorder = recorder;
        this.course = course;
        this.cipher = cipher;
        this.meters = meters;
        this.lease = lease;
    }

    @Override
    public void run() {
        try {
            for (Desk.Next next = desk.next(); next != null; next = desk.next()) {
                launch(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch(Desk.Next next) {
        Delivery row = next.held().row();
        Optional<FailureReason> obstacle = course.obstacle(row);
        if (obstacle.isPresent()) {
            withhold(next, obstacle.get());
        } else if (next.route() == null) {
            withhold(next, FailureReason.CARRIER_UNAVAILABLE);
        } else {
            handOver(next.held(), next.route());
        }
    }

    /** Nothing was sent; the delivery goes back, or ends. */
    private void withhold(Desk.Next next, FailureReason reason) {
        Delivery row = next.held().row();
        recorder.decided(row, course.withheld(row, reason));
        if (next.route() != null) {
            desk.returned(next.route(), new HandOverOutcome.Temporary(null, reason, false, null));
        }
        desk.release(row.lane(), 1);
    }

    private void handOver(Held held, Route route) {
        Delivery row = held.row();
        HandOver handOver;
        try {
            handOver = inClear(held);
        } catch (FieldCryptoException e) {
            LOG.warnf(
                    "number cannot be read deliveryId=%s code=%s",
                    row.deliveryId(), e.reason().code());
            recorder.decided(row, course.unreadable(row));
            desk.returned(route, new HandOverOutcome.Temporary(null, FailureReason.NUMBER_UNREADABLE, false, null));
            desk.release(row.lane(), 1);
            return;
        }
        desk.used(route, route.carrier().cost(handOver));
        long begun = System.nanoTime();
        // A carrier bounds its answer itself; the limit keeps a place from being lost for good if it does not.
        CompletionStage<HandOverOutcome> answer = route.carrier()
                .handOver(handOver)
                .toCompletableFuture()
                .copy()
                .orTimeout(lease.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((outcome, failure) -> answered(row, route, begun, outcome, failure));
    }

    private void answered(Delivery row, Route route, long begun, HandOverOutcome outcome, Throwable failure) {
        String carrier = route.carrier().name();
        HandOverOutcome known = outcome;
        if (failure != null) {
            LOG.warnf(
                    "carrier broke its promise carrier=%s cause=%s",
                    carrier, failure.getClass().getSimpleName());
            LOG.debug("hand-over failed", failure);
            known = new HandOverOutcome.Unknown(FailureReason.CARRIER_SILENT);
        }
        meters.handedOver(carrier, known, System.nanoTime() - begun);
        recorder.outcome(row, carrier, known);
        desk.returned(route, known);
        desk.release(row.lane(), 1);
    }

    private HandOver inClear(Held held) {
        Delivery row = held.row();
        Content content = held.content();
        String number = cipher.decrypt(row.number(), row.recipientId().toString());
        return new HandOver(
                row.deliveryId(),
                row.attempt(),
                row.alertId(),
                content.reference(),
                row.lane(),
                content.status(),
                content.authority(),
                number,
                content.body(),
                row.expires(),
                row.possibleDuplicate());
    }
}
