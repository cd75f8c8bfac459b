package fr.vigie.smpp;

/**
 * An address of a message (sections 5.2.5 to 5.2.9).
 *
 * @param ton type of number: 0 unknown, 1 international, 2 national, 3 network specific, 5 alphanumeric
 * @param npi numbering plan: 0 unknown, 1 ISDN (E.164)
 * @param digits the digits without a plus, or the name
 */
public record Address(int ton, int npi, String digits) {
    public static final int TON_UNKNOWN = 0;
    public static final int TON_INTERNATIONAL = 1;
    public static final int TON_NATIONAL = 2;
    public static final int TON_NETWORK = 3;
    public static final int TON_ALPHANUMERIC = 5;
    public static final int NPI_UNKNOWN = 0;
    public static final int NPI_ISDN = 1;

    public Address {
        if (ton < 0 || ton > 0xFF || npi < 0 || npi > 0xFF) {
            throw new IllegalArgumentException("TON and NPI are octets");
        }
    }

    /** A number in E.164 form with a leading plus. */
    public static Address international(String e164) {
        return new Address(TON_INTERNATIONAL, NPI_ISDN, e164.substring(1));
    }

    /** It may be a person's number: left out. */
    @Override
    public String toString() {
        return "Address[ton=" + ton + ", npi=" + npi + "]";
    }
}
