package fr.vigie.smpp;

/** What a session is for (section 2.2). */
public enum BindKind {
    TRANSCEIVER(Command.BIND_TRANSCEIVER),
    TRANSMITTER(Command.BIND_TRANSMITTER),
    RECEIVER(Command.BIND_RECEIVER);

    private final int command;

    BindKind(int command) {
        this.command = command;
    }

    int command() {
        return command;
    }

    /** Whether messages may be submitted on it. */
    public boolean transmits() {
        return this != RECEIVER;
    }
}
