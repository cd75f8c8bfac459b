package fr.vigie.smpp;

/**
 * How a session introduces itself (section 4.1).
 *
 * @param systemType section 5.2.3; mostly empty
 * @param interfaceVersion section 5.2.4; 0x34 for SMPP 3.4
 * @param range the numbers that it serves (section 4.1.1); mostly empty
 */
public record BindRequest(
        BindKind kind, String systemId, String password, String systemType, int interfaceVersion, Address range) {
    public static final int VERSION_3_4 = 0x34;
    public static final Address EVERY_NUMBER = new Address(Address.TON_UNKNOWN, Address.NPI_UNKNOWN, "");

    void write(PduWriter out) {
        out.text(systemId)
                .text(password)
                .text(systemType)
                .octet(interfaceVersion)
                .address(range);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BindRequest[kind=" + kind + ", systemId=" + systemId + "]";
    }
}
