package fr.vigie.bus;

/** An event that can never be handled. Its code becomes the reason in the dead-letter topic. */
public final class PoisonEventException extends RuntimeException {
    private final String code;

    /**
     * @param code stable code, as {@code UNKNOWN_TRADE}
     * @param message what is wrong with it, without its content
     */
    public PoisonEventException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable code of the reason. */
    public String code() {
        return code;
    }
}
