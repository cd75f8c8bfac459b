package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.smpp.DeliverSm;
import fr.vigie.smpp.Tlv;
import fr.vigie.smpp.Tlvs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads delivery receipts, of deliver_sm and data_sm alike: the parameters receipted_message_id, message_state and
 * network_error_code where they are there, else the text.
 */
final class ReceiptReader {
    private static final int NETWORK_ERROR_OCTETS = 3;

    private final String carrier;
    private final MessageIds ids;
    private final Set<Integer> optedOut;

    /** @param optedOut errors by which the operator says that the merchant wants nothing from us */
    ReceiptReader(String carrier, MessageIds ids, Set<Integer> optedOut) {
        this.carrier = carrier;
        this.ids = ids;
        this.optedOut = optedOut;
    }

    /** The receipt in a message; empty where it names no message or no state. */
    Optional<Receipt> read(DeliverSm message, Instant heard) {
        Tlvs parameters = message.tlvs();
        ReceiptText text = new ReceiptText(new String(message.message(), StandardCharsets.ISO_8859_1));
        String id = parameters.text(Tlv.RECEIPTED_MESSAGE_ID).orElseGet(() -> text.field("id"));
        var code = parameters.octet(Tlv.MESSAGE_STATE);
        Optional<ReceiptState> state = (code.isPresent()
                        ? ReceiptState.of(code.getAsInt())
                        : Optional.<ReceiptState>empty())
                .or(() -> ReceiptState.of(text.field("stat")));
        String canonical = id == null ? "" : ids.fromReceipt(id);
        if (canonical.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(receipt(canonical, state.get(), error(parameters, text), heard));
    }

    /** The receipt that the answer to a query_sm amounts to. */
    Optional<Receipt> read(String canonicalId, int messageState, int error, Instant heard) {
        return ReceiptState.of(messageState).map(state -> receipt(canonicalId, state, error, heard));
    }

    private Receipt receipt(String id, ReceiptState state, int error, Instant heard) {
        // The operator's own time has minutes and no zone: when we heard it is the better answer.
        boolean unwanted = state.meaning() == DeliveryState.UNDELIVERABLE && optedOut.contains(error);
        FailureReason reason = unwanted ? FailureReason.OPTED_OUT : state.reason(error);
        return new Receipt(carrier, id, state.meaning(), reason, heard);
    }

    /** The text's own error, else that of the network (section 5.3.2.31); 0 for none. */
    private static int error(Tlvs parameters, ReceiptText text) {
        String written = text.field("err");
        if (written != null && written.length() <= 4 && written.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int error = Integer.parseInt(written);
            if (error != 0) {
                return error;
            }
        }
        return parameters
                .octets(Tlv.NETWORK_ERROR_CODE)
                .filter(value -> value.length == NETWORK_ERROR_OCTETS)
                .map(value -> (value[1] & 0xFF) << 8 | value[2] & 0xFF)
                .orElse(0);
    }
}
