package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;

/** What the events of a delivery say among themselves, and beside the alert. */
final class StoryJudge {
    private StoryJudge() {}

    /**
     * @param first the delivery that this one stands for; null where it stands for none, or for one that does not exist
     */
    static void judge(Raised alert, Standing standing, Standing first, Charges charges) {
        if (standing.reason() == FailureReason.ALERT_CANCELLED && !alert.cancelled()) {
            charges.add(Kind.LYING, "nobody cancelled it");
        }
        if (standing.reason() == FailureReason.ALERT_EXPIRED
                && standing.last().at().plus(Charges.MOMENT).isBefore(alert.expires())) {
            charges.add(Kind.LYING, "the alert had not expired");
        }
        if (standing.state() == DeliveryState.EXPIRED && alert.calm() && !alert.cancelled()) {
            charges.add(Kind.LOST, "expired though nothing stood in its way");
        }
        if (standing.possibleDuplicate() && !standing.doubted()) {
            charges.add(Kind.LYING, "no event says why it is flagged");
        }
        boolean handedOver = standing.state() == DeliveryState.DELIVERED
                || standing.state() == DeliveryState.UNDELIVERABLE
                || standing.reason() == FailureReason.NO_RECEIPT;
        if (!standing.begun() || (handedOver && !standing.tried())) {
            charges.add(Kind.AUDIT_GAP, "no event tells how it came to this");
        }
        if (first != null && !first.failed()) {
            charges.add(Kind.LYING, "it stands for one that did not fail");
        }
    }
}
