package fr.vigie.ingest.progress;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A snapshot of how far an alert has come.
 *
 * @param version grows with every change
 * @param phase where it stands as a whole
 * @param resolved who is to be warned, as far as the registry has worked it out
 * @param leftOut merchants that matched and are not warned; null until the registry is done
 * @param deliveries how many deliveries are in which state, by channel; states without any are left out
 * @param handedOver deliveries that an operator has taken, by channel
 * @param expected deliveries known by now, fallbacks included
 * @param waiting expected deliveries that no dispatcher has reported on yet
 * @param finals deliveries of which nothing more is to come
 * @param fallbacks deliveries that were opened because another channel failed
 * @param firstHandOffAt when the first delivery was handed over
 * @param lastHandOffAt when the latest delivery was handed over
 * @param allFinalAt when the last delivery became final; null before
 */
@Schema(name = "Progress")
public record Progress(
        long version,
        Phase phase,
        Resolved resolved,
        LeftOut leftOut,
        Map<Channel, Map<DeliveryState, Integer>> deliveries,
        Map<Channel, Integer> handedOver,
        int expected,
        int waiting,
        int finals,
        int fallbacks,
        Instant firstHandOffAt,
        Instant lastHandOffAt,
        Instant allFinalAt) {

    /** Where an alert stands as a whole. */
    public enum Phase {
        /** The registry is still working out who is to be warned. */
        RESOLVING,
        /** Everybody is known; deliveries are on their way. */
        DISPATCHING,
        /** Every delivery is final. */
        FINAL,
        /** It was cancelled, updated or ended, and some deliveries are not final yet. */
        CANCELLED,
        /** It has expired, and some deliveries are not final yet. */
        EXPIRED
    }

    /**
     * Deliveries that the registry has worked out.
     *
     * @param complete whether these are the totals
     */
    public record Resolved(int chunks, int sms, int voice, boolean complete, Instant at) {}

    /**
     * Merchants that get nothing, by cause.
     *
     * @param tooLate the alert expired before their deliveries could be published
     */
    public record LeftOut(int outsideTerritory, int noUsableNumber, int positionTooVague, int tooLate) {}

    /** Where an alert stands; the first that applies. */
    public static Phase phase(boolean allFinal, boolean cancelled, boolean expired, boolean resolved) {
        if (allFinal) {
            return Phase.FINAL;
        }
        if (cancelled) {
            return Phase.CANCELLED;
        }
        if (expired) {
            return Phase.EXPIRED;
        }
        return resolved ? Phase.DISPATCHING : Phase.RESOLVING;
    }
}
