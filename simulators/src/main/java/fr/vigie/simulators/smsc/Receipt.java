package fr.vigie.simulators.smsc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A delivery receipt under way to the client: a deliver_sm with the text of SMPP 3.4's appendix B and the TLVs of
 * 4.6.1, the sender's user_message_reference returned.
 *
 * @param origin the session that submitted, null when it was another process
 * @param tries how often it was sent before and not acknowledged
 */
record Receipt(StoredMessage message, SmscSession origin, SmscKnobs.IdFormat format, int tries) implements Delivery {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

    @Override
    public Receipt again() {
        return new Receipt(message, origin, format, tries + 1);
    }

    @Override
    public byte[] toDeliverSm(int sequence) {
        Submit submit = message.submit();
        MessageState state = message.state();
        Instant done = message.finalAt() == null ? message.acceptedAt() : message.finalAt();
        String id = format.inReceipt(message.number());
        String text = "id:" + id + " sub:001 dlvrd:" + (state == MessageState.DELIVERED ? "001" : "000")
                + " submit date:" + DATE.format(message.acceptedAt()) + " done date:" + DATE.format(done)
                + " stat:" + state.receiptName() + " err:" + String.format(Locale.ROOT, "%03d", state.error())
                + " text:" + opening(submit.text());
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        PduWriter pdu = new PduWriter(Smpp.DELIVER_SM, Smpp.ESME_ROK, sequence)
                .cString("")
                .octet(1) // international, ISDN
                .octet(1)
                .cString(submit.destination().substring(1))
                .octet(0)
                .octet(0)
                .cString(submit.source())
                .octet(Smpp.ESM_CLASS_RECEIPT)
                .octet(0)
                .octet(0)
                .cString("")
                .cString("")
                .octet(0)
                .octet(0)
                .octet(0)
                .octet(0)
                .octet(octets.length)
                .octets(octets);
        if (format.hasReceiptedMessageId()) {
            pdu.tlv(Smpp.TAG_RECEIPTED_MESSAGE_ID, (id + '\0').getBytes(StandardCharsets.US_ASCII));
        }
        pdu.tlv(Smpp.TAG_MESSAGE_STATE, new byte[] {(byte) state.code()});
        if (state.error() != 0) {
            // Network type 3 is GSM.
            pdu.tlv(Smpp.TAG_NETWORK_ERROR_CODE, new byte[] {3, 0, (byte) state.error()});
        }
        if (submit.userMessageReference() >= 0) {
            int reference = submit.userMessageReference();
            pdu.tlv(Smpp.TAG_USER_MESSAGE_REFERENCE, new byte[] {(byte) (reference >> 8), (byte) reference});
        }
        return pdu.toBytes();
    }

    /** The first twenty characters, those that ASCII and the GSM alphabet do not write alike as dots. */
    private static String opening(String text) {
        StringBuilder opening = new StringBuilder(20);
        for (int i = 0; i < Math.min(20, text.length()); i++) {
            char c = text.charAt(i);
            boolean same = c >= ' ' && c <= 'z' && c != '@' && c != '$' && !(c > 'Z' && c < 'a') && c != '`';
            opening.append(same ? c : '.');
        }
        return opening.toString();
    }
}
