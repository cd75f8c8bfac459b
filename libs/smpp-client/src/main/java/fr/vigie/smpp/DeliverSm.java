package fr.vigie.smpp;

/**
 * What the centre brings: a deliver_sm (section 4.6.1), or a data_sm (section 4.7.1), which says the same with fewer
 * fields.
 *
 * @param esmClass section 5.2.12; the kind of message is in bits 5 to 2
 * @param message the short_message, or the message_payload where there is one and no short_message
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeliverSm(Address source, Address destination, int esmClass, int dataCoding, byte[] message, Tlvs tlvs) {
    private static final int KIND = 0x3C;
    private static final int RECEIPT = 0x04;
    private static final int INTERMEDIATE = 0x20;
    private static final byte[] NOTHING = {};

    static DeliverSm read(PduReader in) throws MalformedPduException {
        boolean data = in.command() == Command.DATA_SM;
        in.text(); // service_type
        Address source = in.address();
        Address destination = in.address();
        int esmClass = in.octet();
        byte[] message = NOTHING;
        int dataCoding;
        if (data) {
            in.octet(); // registered_delivery
            dataCoding = in.octet();
        } else {
            in.octets(2); // protocol_id, priority_flag
            in.text(); // schedule_delivery_time
            in.text(); // validity_period
            in.octets(2); // registered_delivery, replace_if_present_flag
            dataCoding = in.octet();
            in.octet(); // sm_default_msg_id
            message = in.octets(in.octet());
        }
        Tlvs tlvs = in.tlvs();
        if (message.length == 0) {
            message = tlvs.octets(Tlv.MESSAGE_PAYLOAD).orElse(message);
        }
        return new DeliverSm(source, destination, esmClass, dataCoding, message, tlvs);
    }

    /** Whether it tells of a message of ours: a delivery receipt or an intermediate notification. */
    public boolean receipt() {
        int kind = esmClass & KIND;
        return kind == RECEIPT || kind == INTERMEDIATE;
    }

    /** Whether a telephone wrote it: neither a receipt nor an acknowledgement of a kind that GSM does not have. */
    public boolean written() {
        return (esmClass & KIND) == 0;
    }

    /** Whether the message begins with a user data header. */
    public boolean hasHeader() {
        return (esmClass & SubmitSm.UDHI) != 0;
    }

    /** Number and text are left out: this may stand in a log. */
    @Override
    public String toString() {
        return "DeliverSm[esmClass=" + esmClass + ", octets=" + message.length + "]";
    }
}
