package fr.vigie.dispatch.voice.speech;

import java.util.concurrent.RejectedExecutionException;

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

    /** Reading the text broke something of ours, and would again; a lack of memory or threads says nothing of a text. */
    public static SpeechException broken(Throwable cause) {
        boolean ofTheText = !(cause instanceof OutOfMemoryError || cause instanceof RejectedExecutionException);
        return new SpeechException("reading it ended in " + cause.getClass().getName(), ofTheText);
    }

    /** True where no engine could speak this text: it is empty of words, or too long. */
    public boolean textAtFault() {
        return textAtFault;
    }
}
