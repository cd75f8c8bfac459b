package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is held against one delivery. */
final class Charges {
    /** An urgent text of unknown fate is sent again well within this; only one that became unknown later may stay so. */
    static final Duration TIME_TO_SEND_AGAIN = Duration.ofSeconds(45);

    /** What an SMSC that was stalled has not yet read when the alert expires is taken when it reads again. */
    static final Duration LONGEST_STALL = Duration.ofSeconds(12);

    /** Two clocks of one machine, and a transaction between a look and its record. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    private final Raised alert;
    private final Standing standing;
    private final List<Charge> all = new ArrayList<>();

    /** One of them. */
    record Charge(Kind kind, String what) {}

    Charges(Raised alert, Standing standing) {
        this.alert = alert;
        this.standing = standing;
    }

    void add(Kind kind, String what) {
        all.add(new Charge(kind, what));
    }

    /** A lie; null for none. */
    void lie(String what) {
        if (what != null) {
            add(Kind.LYING, what);
        }
    }

    /** How often the merchant received it. */
    void received(int copies) {
        if (copies > 1) {
            add(standing.possibleDuplicate() ? Kind.FLAGGED : Kind.UNFLAGGED, "received " + copies + " times");
        }
    }

    /** No operator has it, and it was left at that. */
    void stayedUnknown() {
        boolean claimsHandOver = standing.reason() == FailureReason.NO_RECEIPT;
        boolean hadTime = alert.urgency() == Urgency.URGENT
                && !alert.cancelled()
                && (standing.unknownSince() == null
                        || standing.unknownSince().plus(TIME_TO_SEND_AGAIN).isBefore(alert.expires()));
        if (claimsHandOver || hadTime) {
            add(Kind.LOST, "unconfirmed, and no operator has it");
        }
    }

    List<Charge> all() {
        return List.copyOf(all);
    }
}
