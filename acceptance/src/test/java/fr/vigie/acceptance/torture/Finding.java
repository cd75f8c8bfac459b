package fr.vigie.acceptance.torture;

import java.util.List;
import java.util.UUID;

/**
 * Something that the comparison found. What the words mean stands in docs/reliability.md.
 *
 * @param kind which word
 * @param alert the alert's reference
 * @param deliveryId the delivery; null where there is none
 * @param recipientId the merchant; null where it is about the whole alert or the whole log
 * @param what in one line
 * @param told the delivery's events
 * @param seen what the operators' journals hold of it, without numbers
 */
record Finding(
        Kind kind, String alert, UUID deliveryId, UUID recipientId, String what, List<String> told, List<String> seen) {

    /** The words. */
    enum Kind {
        /**
         * A merchant whom an accepted alert is for has no delivery, or one that never became final, or an urgent one that
         * stayed unconfirmed though there was time to send it again, and no operator has it. What is told to be refused,
         * expired, cancelled or failed is not lost: an officer sees it.
         */
        LOST,
        /** A merchant received it more than once, and the delivery is not flagged as a possible duplicate. */
        UNFLAGGED,
        /** A merchant received it more than once, and the delivery is flagged. No fault. */
        FLAGGED,
        /** A final state that the operators' doings do not bear out, or two accounts of the system that differ. */
        LYING,
        /** An event on the broker that the audit log has not, or has twice; a chain that does not fit. */
        AUDIT_GAP;

        /** Whether one of these makes a run fail. */
        boolean fault() {
            return this != FLAGGED;
        }
    }

    Finding {
        told = List.copyOf(told);
        seen = List.copyOf(seen);
    }

    /** About no single delivery. */
    static Finding of(Kind kind, String alert, String what) {
        return new Finding(kind, alert, null, null, what, List.of(), List.of());
    }
}
