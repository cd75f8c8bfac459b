package fr.vigie.dispatch.sms.smpp;

import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator says became of a message (SMPP 3.4 section 5.2.28 and appendix B), and why. The operator has given
 * up when it says so: no failed receipt is tried again on the same number and channel. Its error says what to do about
 * the merchant:
 *
 * <ul>
 *   <li>temporary: this time the telephone was not reached, the next alert may well be;
 *   <li>permanent: the number, the telephone or the content will not do;
 *   <li>unknown: the error says nothing that operators agree on.
 * </ul>
 */
enum ReceiptState {
    SCHEDULED(0, "SCHEDLD", DeliveryState.ACCEPTED, null), // SMPP 5.0; some 3.4 operators say it
    ENROUTE(1, "ENROUTE", DeliveryState.ACCEPTED, null),
    DELIVERED(2, "DELIVRD", DeliveryState.DELIVERED, null),
    EXPIRED(3, "EXPIRED", DeliveryState.UNDELIVERABLE, FailureReason.VALIDITY_ENDED),
    DELETED(4, "DELETED", DeliveryState.UNDELIVERABLE, FailureReason.UNSPECIFIED),
    UNDELIVERABLE(5, "UNDELIV", DeliveryState.UNDELIVERABLE, FailureReason.UNSPECIFIED),
    ACCEPTED(6, "ACCEPTD", DeliveryState.ACCEPTED, null), // read by customer service, not by the merchant
    UNKNOWN(7, "UNKNOWN", DeliveryState.ACCEPTED, null), // says nothing; silence is never success
    REJECTED(8, "REJECTD", DeliveryState.UNDELIVERABLE, FailureReason.CONTENT_REFUSED);

    /**
     * GSM causes (3GPP TS 29.002, MAP errors; decimal), which most operators hand through as {@code err} of an UNDELIV.
     * An error that is not listed is unknown.
     */
    private static final Map<Integer, FailureReason> ERRORS = new HashMap<>();

    static {
        // Temporary: the telephone was off, away or full.
        ERRORS.put(6, FailureReason.SUBSCRIBER_ABSENT); // absentSubscriberSM
        ERRORS.put(27, FailureReason.SUBSCRIBER_ABSENT); // absentSubscriber
        ERRORS.put(29, FailureReason.SUBSCRIBER_ABSENT); // not reachable, by wide custom
        ERRORS.put(31, FailureReason.LINE_BUSY); // subscriberBusyForMT-SMS
        ERRORS.put(32, FailureReason.SUBSCRIBER_ABSENT); // sm-DeliveryFailure: mostly its memory is full
        ERRORS.put(33, FailureReason.SUBSCRIBER_ABSENT); // messageWaitingListFull

        // Temporary: the networks' own trouble.
        ERRORS.put(34, FailureReason.CARRIER_ERROR); // systemFailure
        ERRORS.put(8, FailureReason.CARRIER_ERROR); // roamingNotAllowed: where the merchant is, not who

        // Permanent: the number.
        ERRORS.put(1, FailureReason.NUMBER_DEAD); // unknownSubscriber
        ERRORS.put(5, FailureReason.NUMBER_DEAD); // unidentifiedSubscriber
        ERRORS.put(9, FailureReason.NUMBER_DEAD); // illegalSubscriber

        // Permanent: a line or a telephone that takes no text messages.
        ERRORS.put(11, FailureReason.NUMBER_INVALID); // teleserviceNotProvisioned
        ERRORS.put(12, FailureReason.NUMBER_INVALID); // illegalEquipment
        ERRORS.put(21, FailureReason.NUMBER_INVALID); // facilityNotSupported

        // Permanent: the line or the network refuses what we sent.
        ERRORS.put(13, FailureReason.CONTENT_REFUSED); // callBarred
        ERRORS.put(35, FailureReason.CONTENT_REFUSED); // dataMissing
        ERRORS.put(36, FailureReason.CONTENT_REFUSED); // unexpectedDataValue
    }

    private final int code;
    private final String word;
    private final DeliveryState meaning;
    private final FailureReason reason;

    ReceiptState(int code, String word, DeliveryState meaning, FailureReason reason) {
        this.code = code;
        this.word = word;
        this.meaning = meaning;
        this.reason = reason;
    }

    static Optional<ReceiptState> of(int code) {
        for (ReceiptState state : values()) {
            if (state.code == code) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** @param word of a receipt's text, in any case; some write the whole word instead of the seven letters */
    static Optional<ReceiptState> of(String word) {
        if (word == null) {
            return Optional.empty();
        }
        String upper = word.toUpperCase(Locale.ROOT);
        for (ReceiptState state : values()) {
            if (upper.equals(state.word) || upper.equals(state.name())) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    DeliveryState meaning() {
        return meaning;
    }

    /** @param error as the receipt gives it, any number of digits; 0 for none */
    FailureReason reason(int error) {
        return this == UNDELIVERABLE ? ERRORS.getOrDefault(error, reason) : reason;
    }
}
