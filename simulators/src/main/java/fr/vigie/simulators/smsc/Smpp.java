package fr.vigie.simulators.smsc;

/** The numbers of SMPP 3.4 that the simulator uses: commands (5.1.2.1), statuses (5.1.3) and TLV tags (5.3.2). */
final class Smpp {

    static final int GENERIC_NACK = 0x80000000;
    static final int BIND_RECEIVER = 0x01;
    static final int BIND_TRANSMITTER = 0x02;
    static final int QUERY_SM = 0x03;
    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int UNBIND = 0x06;
    static final int BIND_TRANSCEIVER = 0x09;
    static final int ENQUIRE_LINK = 0x15;
    static final int RESPONSE = 0x80000000;

    static final int ESME_ROK = 0x00;
    static final int ESME_RINVMSGLEN = 0x01;
    static final int ESME_RINVCMDLEN = 0x02;
    static final int ESME_RINVCMDID = 0x03;
    static final int ESME_RINVBNDSTS = 0x04;
    static final int ESME_RALYBND = 0x05;
    static final int ESME_RSYSERR = 0x08;
    static final int ESME_RINVDSTADR = 0x0B;
    static final int ESME_RINVMSGID = 0x0C;
    static final int ESME_RINVPASWD = 0x0E;
    static final int ESME_RINVSYSID = 0x0F;
    static final int ESME_RMSGQFUL = 0x14;
    static final int ESME_RTHROTTLED = 0x58;

    static final int TAG_USER_MESSAGE_REFERENCE = 0x0204;
    static final int TAG_RECEIPTED_MESSAGE_ID = 0x001E;
    static final int TAG_SC_INTERFACE_VERSION = 0x0210;
    static final int TAG_SAR_MSG_REF_NUM = 0x020C;
    static final int TAG_SAR_TOTAL_SEGMENTS = 0x020E;
    static final int TAG_SAR_SEGMENT_SEQNUM = 0x020F;
    static final int TAG_NETWORK_ERROR_CODE = 0x0423;
    static final int TAG_MESSAGE_PAYLOAD = 0x0424;
    static final int TAG_MESSAGE_STATE = 0x0427;

    static final int ESM_CLASS_UDHI = 0x40;
    static final int ESM_CLASS_RECEIPT = 0x04;

    static final int HEADER_BYTES = 16;
    /** Larger than any legal PDU (message_payload of 64 KB and its header), small enough to refuse garbage. */
    static final int MAX_PDU_BYTES = 70_000;

    private Smpp() {}
}
