package fr.vigie.smpp;

/** The values of command_status (section 5.1.3) that a session itself says or understands. */
public final class Status {
    public static final int ROK = 0x00;
    public static final int RINVMSGLEN = 0x01;
    public static final int RINVCMDLEN = 0x02;
    public static final int RINVCMDID = 0x03;
    public static final int RINVBNDSTS = 0x04;
    public static final int RALYBND = 0x05;
    public static final int RSYSERR = 0x08;
    public static final int RBINDFAIL = 0x0D;
    public static final int RINVPASWD = 0x0E;
    public static final int RINVSYSID = 0x0F;
    /** The receiver's trouble will pass: bring it again. */
    public static final int RX_T_APPN = 0x64;
    /** The optional parameters cannot be read. */
    public static final int RINVOPTPARSTREAM = 0xC0;

    private Status() {}
}
