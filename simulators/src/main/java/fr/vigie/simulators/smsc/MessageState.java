package fr.vigie.simulators.smsc;

/** The message states that the simulator knows (SMPP 3.4, 5.2.28), with their names in receipt texts (appendix B). */
public enum MessageState {
    ENROUTE(1, "ENROUTE", 0),
    DELIVERED(2, "DELIVRD", 0),
    EXPIRED(3, "EXPIRED", 34),
    UNDELIVERABLE(5, "UNDELIV", 27);

    private final int code;
    private final String receiptName;
    private final int error;

    MessageState(int code, String receiptName, int error) {
        this.code = code;
        this.receiptName = receiptName;
        this.error = error;
    }

    int code() {
        return code;
    }

    String receiptName() {
        return receiptName;
    }

    /** The network's error that goes with the state, 0 for none. */
    int error() {
        return error;
    }

    boolean isFinal() {
        return this != ENROUTE;
    }
}
