package fr.vigie.smpp;

import java.util.Objects;

/**
 * A message to be sent (section 4.4.1). The answer is the centre's name for it. The octets are not copied: nobody
 * changes them, and one text goes to thousands.
 *
 * @param serviceType section 5.2.11; empty for the default
 * @param esmClass section 5.2.12
 * @param priority 0 to 3 (section 5.2.14)
 * @param validity section 7.1.1; empty for the centre's default
 * @param registeredDelivery section 5.2.17
 * @param dataCoding section 5.2.19
 * @param message at most 254 octets; empty where the optional parameters carry a message_payload
 */
@SuppressWarnings("ArrayRecordComponent")
public record SubmitSm(
        String serviceType,
        Address source,
        Address destination,
        int esmClass,
        int priority,
        String validity,
        int registeredDelivery,
        int dataCoding,
        byte[] message,
        Tlvs tlvs)
        implements Request<String> {
    /** The message begins with a user data header. */
    public static final int UDHI = 0x40;
    /** A receipt is wanted whatever becomes of the message. */
    public static final int RECEIPT_ALWAYS = 0x01;

    private static final int LONGEST_MESSAGE = 254;

    public SubmitSm {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        if (message.length > LONGEST_MESSAGE) {
            throw new IllegalArgumentException("a short_message has at most 254 octets");
        }
    }

    @Override
    public int command() {
        return Command.SUBMIT_SM;
    }

    @Override
    public void write(PduWriter out) {
        out.text(serviceType)
                .address(source)
                .address(destination)
                .octet(esmClass)
                .octet(0) // protocol_id
                .octet(priority)
                .text("") // schedule_delivery_time: at once
                .text(validity)
                .octet(registeredDelivery)
                .octet(0) // replace_if_present_flag
                .octet(dataCoding)
                .octet(0) // sm_default_msg_id
                .octet(message.length)
                .octets(message)
                .tlvs(tlvs);
    }

    /** The centre's name for the message; empty where it took it and gave none, or none that can be read. */
    @Override
    public String answer(PduReader in) {
        try {
            return in.text().strip();
        } catch (MalformedPduException e) {
            return "";
        }
    }

    /** Number and text are left out: this may stand in a log. */
    @Override
    public String toString() {
        return "SubmitSm[octets=" + message.length + ", dataCoding=" + dataCoding + "]";
    }
}
