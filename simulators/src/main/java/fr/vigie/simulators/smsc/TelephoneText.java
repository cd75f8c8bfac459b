package fr.vigie.simulators.smsc;

import java.nio.charset.StandardCharsets;

/**
 * What a telephone writes to one of the client's numbers (SMPP 3.4, 4.6.1: a deliver_sm that is no receipt).
 *
 * @param from the telephone, E.164
 * @param to the client's number, as it stood in the source address of a submit
 * @param text in the GSM alphabet where ASCII writes it alike, else UCS-2
 */
record TelephoneText(String from, String to, String text, int tries) implements Delivery {
    private static final int UCS2 = 8;

    @Override
    public SmscSession origin() {
        return null;
    }

    @Override
    public TelephoneText again() {
        return new TelephoneText(from, to, text, tries + 1);
    }

    @Override
    public byte[] toDeliverSm(int sequence) {
        boolean plain = text.chars().allMatch(TelephoneText::alike);
        byte[] octets = text.getBytes(plain ? StandardCharsets.US_ASCII : StandardCharsets.UTF_16BE);
        return new PduWriter(Smpp.DELIVER_SM, Smpp.ESME_ROK, sequence)
                .cString("")
                .octet(1) // international, ISDN
                .octet(1)
                .cString(from.substring(1))
                .octet(0)
                .octet(1)
                .cString(to)
                .octet(0)
                .octet(0)
                .octet(0)
                .cString("")
                .cString("")
                .octet(0)
                .octet(0)
                .octet(plain ? 0 : UCS2)
                .octet(0)
                .octet(octets.length)
                .octets(octets)
                .toBytes();
    }

    private static boolean alike(int c) {
        return c >= ' ' && c <= 'z' && c != '@' && c != '$' && !(c > 'Z' && c < 'a') && c != '`' || c == '\n';
    }
}
