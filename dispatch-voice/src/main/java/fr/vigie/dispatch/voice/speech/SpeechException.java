package fr.vigie.dispatch.voice.speech;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/** A text could not be spoken. The message never holds the text. */
public final class SpeechException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String SPEAKABLE = "speakable";
    private static final String DURATION = "duration";

    /** What the text itself breaks (and another try is useless); null where the engine is at fault. */
    private final String rule;

    private SpeechException(String message, Throwable cause, String rule) {
        super(message, cause);
        this.rule = rule;
    }

    SpeechException(String message, Throwable cause) {
        this(message, cause, null);
    }

    /** The text holds no letter and no digit. */
    public static SpeechException unspeakable() {
        return new SpeechException("nothing in it can be spoken", null, SPEAKABLE);
    }

    /** The text has more characters than are taken. */
    public static SpeechException tooLong(int most) {
        return new SpeechException("longer than " + most + " characters", null, SPEAKABLE);
    }

    /** Saying it takes longer than there is time for in a call. */
    public static SpeechException tooSlow(Duration taken, Duration room) {
        return new SpeechException(
                "takes " + taken.plusMillis(999).toSeconds() + " s to say, and a call has room for "
                        + Math.max(0, room.toSeconds()) + " s",
                null,
                DURATION);
    }

    /** Reading the text broke something of ours, and would again; want of memory or threads says nothing of a text. */
    public static SpeechException broken(Throwable cause) {
        boolean ofTheText = !(cause instanceof OutOfMemoryError
                || cause instanceof RejectedExecutionException
                || cause instanceof CancellationException);
        return new SpeechException(
                "reading it ended in " + cause.getClass().getName(), null, ofTheText ? SPEAKABLE : null);
    }

    /** True where no call could speak this text: it is empty of words, or too long. */
    public boolean textAtFault() {
        return rule != null;
    }

    /** The rule that the text breaks: {@code speakable}, or {@code duration} where it is too long when spoken. */
    public Optional<String> rule() {
        return Optional.ofNullable(rule);
    }
}
