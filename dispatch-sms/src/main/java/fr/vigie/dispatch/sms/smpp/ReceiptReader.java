package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;

/**
 * Reads delivery receipts: the TLVs receipted_message_id and message_state where they are there, else the text of SMPP
 * 3.4 appendix B, in any case and with any of its fields missing.
 */
final class ReceiptReader {
    private static final Pattern ID = field("id", "\\S+");
    private static final Pattern STATE = field("stat", "[A-Za-z]+");
    private static final Pattern ERROR = field("err", "[0-9A-Za-z]+");

    private final String carrier;
    private final MessageIds ids;

    ReceiptReader(String carrier, MessageIds ids) {
        this.carrier = carrier;
        this.ids = ids;
    }

    private static Pattern field(String name, String value) {
        return Pattern.compile("(?:^|\\s)" + name + "\\s*:\\s*(" + value + ")", Pattern.CASE_INSENSITIVE);
    }

    /** The receipt in a deliver_sm; empty where it names no message or no state. */
    Optional<Receipt> read(DeliverSm deliver, Instant heard) {
        String text = text(deliver);
        String id = tlvText(deliver, Tag.RECEIPTED_MESSAGE_ID).orElseGet(() -> first(ID, text));
        Optional<State> state =
                tlvByte(deliver, Tag.MESSAGE_STATE).flatMap(State::of).or(() -> State.of(first(STATE, text)));
        if (id == null || id.isBlank() || state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(receipt(ids.fromReceipt(id), state.get(), first(ERROR, text), heard));
    }

    /** The receipt that the answer to a query_sm amounts to. */
    Optional<Receipt> read(String canonicalId, int messageState, Instant heard) {
        return State.of((byte) messageState).map(state -> receipt(canonicalId, state, null, heard));
    }

    private Receipt receipt(String id, State state, String error, Instant heard) {
        // The operator's own time has minutes and no zone: when we heard it is the better answer.
        return new Receipt(carrier, id, state.meaning, state.reason(error), heard);
    }

    private static String text(DeliverSm deliver) {
        byte[] body = deliver.getShortMessage();
        if (body == null || body.length == 0) {
            OptionalParameter payload = deliver.getOptionalParameter(Tag.MESSAGE_PAYLOAD);
            body = payload instanceof OptionalParameter.OctetString octets ? octets.getValue() : new byte[0];
        }
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> tlvText(DeliverSm deliver, Tag tag) {
        OptionalParameter parameter = deliver.getOptionalParameter(tag);
        if (parameter instanceof OptionalParameter.COctetString text) {
            return Optional.of(text.getValueAsString()).filter(value -> !value.isBlank());
        }
        return Optional.empty();
    }

    private static Optional<Byte> tlvByte(DeliverSm deliver, Tag tag) {
        OptionalParameter parameter = deliver.getOptionalParameter(tag);
        return parameter instanceof OptionalParameter.Byte value ? Optional.of(value.getValue()) : Optional.empty();
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** SMPP 3.4 section 5.2.28 and appendix B. */
    private enum State {
        ENROUTE(1, "ENROUTE", DeliveryState.ACCEPTED, null),
        DELIVERED(2, "DELIVRD", DeliveryState.DELIVERED, null),
        EXPIRED(3, "EXPIRED", DeliveryState.UNDELIVERABLE, FailureReason.VALIDITY_ENDED),
        DELETED(4, "DELETED", DeliveryState.UNDELIVERABLE, FailureReason.UNSPECIFIED),
        UNDELIVERABLE(5, "UNDELIV", DeliveryState.UNDELIVERABLE, FailureReason.UNSPECIFIED),
        ACCEPTED(6, "ACCEPTD", DeliveryState.ACCEPTED, null), // read by customer service, not by the merchant
        UNKNOWN(7, "UNKNOWN", DeliveryState.ACCEPTED, null), // says nothing; silence is never success
        REJECTED(8, "REJECTD", DeliveryState.UNDELIVERABLE, FailureReason.CONTENT_REFUSED);

        private final int code;
        private final String word;
        private final DeliveryState meaning;
        private final FailureReason reason;

        State(int code, String word, DeliveryState meaning, FailureReason reason) {
            this.code = code;
            this.word = word;
            this.meaning = meaning;
            this.reason = reason;
        }

        static Optional<State> of(byte code) {
            for (State state : values()) {
                if (state.code == code) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }

        static Optional<State> of(String word) {
            if (word == null) {
                return Optional.empty();
            }
            String upper = word.toUpperCase(Locale.ROOT);
            for (State state : values()) {
                // Some write the whole word instead of the seven letters.
                if (upper.equals(state.word) || upper.equals(state.name())) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }

        /** GSM causes (3GPP TS 29.002) that most operators hand through, decimal: 1 and 27 are widely agreed on. */
        FailureReason reason(String error) {
            if (this != UNDELIVERABLE || error == null) {
                return reason;
            }
            return switch (error) {
                case "1", "001" -> FailureReason.NUMBER_DEAD; // unknown subscriber
                case "27", "027" -> FailureReason.SUBSCRIBER_ABSENT;
                default -> reason;
            };
        }
    }
}
