package fr.vigie.simulators.smsc;

import fr.vigie.simulators.FictionNumbers;
import java.util.Arrays;
import java.util.Map;

/**
 * A submit_sm as the simulator understands it (SMPP 3.4, 4.4.1): one part of a text, whichever way its parts were
 * announced (user data header, sar_ TLVs), short_message or message_payload.
 *
 * @param userMessageReference the sender's own reference, -1 where none was given
 * @param reference what the parts of one text share, -1 for a text of one part
 */
record Submit(
        String source,
        String destination,
        String text,
        int part,
        int parts,
        int reference,
        int userMessageReference,
        int dataCoding,
        int esmClass,
        boolean receiptWanted,
        boolean receiptOnFailureOnly) {

    /** short_message and message_payload are both there, or the header is longer than the message. */
    static final class BadMessageException extends Exception {
        private static final long serialVersionUID = 1L;

        BadMessageException(String why) {
            super(why);
        }
    }

    static Submit parse(Pdu pdu) throws Pdu.MalformedBodyException, BadMessageException {
        pdu.cString(); // service_type
        pdu.octets(2); // source TON and NPI
        String source = pdu.cString();
        pdu.octets(2); // destination TON and NPI
        String destination = FictionNumbers.e164(pdu.cString());
        int esmClass = pdu.octet();
        pdu.octets(2); // protocol_id, priority_flag
        pdu.cString(); // schedule_delivery_time
        pdu.cString(); // validity_period
        int registered = pdu.octet() & 0x03;
        pdu.octet(); // replace_if_present_flag
        int dataCoding = pdu.octet();
        pdu.octet(); // sm_default_msg_id
        byte[] message = pdu.octets(pdu.octet());
        Map<Integer, byte[]> tlvs = pdu.tlvs();
        byte[] payload = tlvs.get(Smpp.TAG_MESSAGE_PAYLOAD);
        if (payload != null) {
            if (message.length > 0) {
                throw new BadMessageException("short_message and message_payload are both there");
            }
            message = payload;
        }
        int part = number(tlvs.get(Smpp.TAG_SAR_SEGMENT_SEQNUM), 1);
        int parts = number(tlvs.get(Smpp.TAG_SAR_TOTAL_SEGMENTS), 1);
        int reference = number(tlvs.get(Smpp.TAG_SAR_MSG_REF_NUM), -1);
        if ((esmClass & Smpp.ESM_CLASS_UDHI) != 0) {
            if (message.length == 0 || message.length < 1 + (message[0] & 0xFF)) {
                throw new BadMessageException("the user data header is longer than the message");
            }
            int end = 1 + (message[0] & 0xFF);
            for (int i = 1; i + 1 < end; i += 2 + (message[i + 1] & 0xFF)) {
                // 3GPP TS 23.040, 9.2.3.24: element 0 has an 8-bit reference, element 8 a 16-bit one.
                int element = message[i];
                int length = message[i + 1] & 0xFF;
                if (element == 0 && length == 3 && i + 4 < end) {
                    reference = message[i + 2] & 0xFF;
                    parts = message[i + 3] & 0xFF;
                    part = message[i + 4] & 0xFF;
                } else if (element == 8 && length == 4 && i + 5 < end) {
                    reference = (message[i + 2] & 0xFF) << 8 | message[i + 3] & 0xFF;
                    parts = message[i + 4] & 0xFF;
                    part = message[i + 5] & 0xFF;
                }
            }
            message = Arrays.copyOfRange(message, end, message.length);
        }
        return new Submit(
                source,
                destination,
                GsmAlphabet.decode(message, dataCoding),
                part,
                parts,
                reference,
                number(tlvs.get(Smpp.TAG_USER_MESSAGE_REFERENCE), -1),
                dataCoding,
                esmClass,
                registered != 0,
                registered == 2);
    }

    private static int number(byte[] value, int absent) {
        if (value == null || value.length == 0 || value.length > 2) {
            return absent;
        }
        return value.length == 1 ? value[0] & 0xFF : (value[0] & 0xFF) << 8 | value[1] & 0xFF;
    }
}
