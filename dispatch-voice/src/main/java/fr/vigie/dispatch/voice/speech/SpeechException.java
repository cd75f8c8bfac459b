package fr.vigie.dispatch.voice.speech;

/** A text could not be spoken. The message never holds the text. */
public final class SpeechException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether the text itself is at fault (and another try is useless) or the engine. */
    private final boolean textAtFault;

    SpeechException(String message, boolean textAtFault) {
        super(message);
        this.textAtFault = textAtFault;
    }

    SpeechException(String message, Throwable cause) {
        super(message, cause);
        this.textAtFault = false;
    }

    /** The text holds no letter and no digit. */
    public static SpeechException unspeakable() {
        return new SpeechException("nothing in it can be spoken", true);
    }

    /** True where no engine could speak this text: it is empty of words, or too long. */
    public boolean textAtFault() {
        return textAtFault;
    }
}
