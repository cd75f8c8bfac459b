package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.delivery.Change;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hands over what the desk has, on one thread. The last look at lease, cancel, expiry and hour is here, also where an
 * operator has asked for time and gets the same delivery again.
 */
final class Launcher implements Runnable {
    private static final Logger LOG = Logger.getLogger(Launcher.class);

    private final Desk desk;
    private final Recorder recorder;
    private final Course course;
    private final DispatchMeters meters;
    private final Duration lease;

    Launcher(Desk desk, Recorder recorder, Course course, DispatchMeters meters, Duration lease) {
        this.desk = desk;
        this.recorder = recorder;
        this.course = course;
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
        Parcel parcel = next.parcel();
        Delivery row = parcel.row();
        Optional<FailureReason> obstacle = course.obstacle(row);
        Optional<Course.Closed> closed = course.closed(row);
        if (obstacle.isPresent()) {
            end(next, course.withheld(row, obstacle.get()));
        } else if (closed.isPresent()) {
            end(next, course.postponed(row, closed.get()));
        } else if (parcel.fault() != null) {
            end(next, course.after(row, null, parcel.fault()));
        } else if (!parcel.suit().served()) {
            end(next, course.unserved(row));
        } else if (next.route() != null) {
            handOver(parcel, next.route());
        } else if (parcel.refusal() != null) {
            recorder.outcome(row, parcel.refusedBy(), parcel.refusal());
            desk.release(row.lane(), 1);
        } else {
            end(next, course.withheld(row, FailureReason.CARRIER_UNAVAILABLE));
        }
    }

    /** Nothing was sent; the delivery goes back, or ends. */
    private void end(Desk.Next next, Change change) {
        recorder.decided(next.parcel().row(), change);
        if (next.route() != null) {
            desk.unused(next.route());
        }
        desk.release(next.parcel().row().lane(), 1);
    }

    private void handOver(Parcel parcel, Route route) {
        long begun = System.nanoTime();
        int cost;
        CompletionStage<HandOverOutcome> answer;
        try {
            cost = route.carrier().cost(parcel.handOver());
            desk.used(route, cost);
            answer = handOver(parcel.handOver(), route);
        } catch (RuntimeException | Error e) {
            answered(
                    parcel,
                    route,
                    0,
                    begun,
                    Broken.outcome(parcel.row(), route.carrier().name(), e),
                    null);
            return;
        }
        answer.whenComplete((outcome, failure) -> answered(parcel, route, cost, begun, outcome, failure));
    }

    /** A carrier bounds its answer itself; the limit keeps a place from being lost for good if it does not. */
    private CompletionStage<HandOverOutcome> handOver(HandOver handOver, Route route) {
        return route.carrier()
                .handOver(handOver)
                .toCompletableFuture()
                .copy()
                .orTimeout(lease.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answered(
            Parcel parcel, Route route, int cost, long begun, HandOverOutcome outcome, Throwable failure) {
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
        if (!desk.answered(parcel, route, cost, known, begun)) {
            recorder.outcome(parcel.row(), carrier, known);
            desk.release(parcel.row().lane(), 1);
        }
    }
}
