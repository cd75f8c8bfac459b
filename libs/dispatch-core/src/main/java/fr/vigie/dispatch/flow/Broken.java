package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.FailureReason;
import org.jboss.logging.Logger;

/**
 * What becomes of a delivery at which a carrier throws, errors such as a StackOverflowError included. Nothing was handed
 * over; it uses up one of its tries, so that a text which breaks something each time ends, and has its fallback.
 */
final class Broken {
    private static final Logger LOG = Logger.getLogger(Broken.class);
    private static final HandOverOutcome TRY = new Temporary(null, FailureReason.UNSPECIFIED, true, null);

    private Broken() {}

    static HandOverOutcome outcome(Delivery row, String carrier, Throwable failure) {
        // Its message may hold the number; its kind and place do not.
        StackTraceElement[] trace = failure.getStackTrace();
        LOG.errorf(
                "not handed over, a fault of ours deliveryId=%s carrier=%s failure=%s at=%s",
                row.deliveryId(), carrier, failure.getClass().getName(), trace.length > 0 ? trace[0] : "unknown");
        return TRY;
    }
}
