package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One call that was answered, from the greeting to goodbye. Waits are silences that are played, so that time is told by
 * {@link #soundEnded()} alone; only an answer that comes before its question is known by the clock. Not thread-safe: its
 * call guards it.
 */
public final class Conversation {
    /**
     * Nobody hears a question and answers it within this time; and who opts out is not called again. Whoever was faster
     * hears the rest of the question and may press once more.
     */
    private static final long ASKED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Script script;
    private final Line line;
    private final LongSupplier nanoTime;
    private Step step = Step.MESSAGE;
    private Ending ending = Ending.LOST;
    private boolean keyPressed;
    private long askedAt;

    /** What the call has come to so far; stands when it ends, whoever hangs up. */
    public enum Ending {
        /** Nobody has heard the message to its end. */
        LOST,
        /** The message was heard to its end at least once; no key said more. */
        ANSWERED,
        /** A person pressed the key for it. */
        ACKNOWLEDGED,
        /** A person pressed the key for it twice. */
        OPTED_OUT,
        /** A machine picked up. */
        VOICEMAIL
    }

    private enum Step {
        MESSAGE,
        REPETITION,
        MENU,
        KEY_WAIT,
        OPT_OUT,
        OPT_OUT_WAIT,
        GOODBYE,
        BEEP_WAIT,
        NEUTRAL,
        OVER
    }

    public Conversation(Script script, Line line) {
        this(script, line, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Conversation(Script script, Line line, LongSupplier nanoTime) {
        this.script = script;
        this.line = line;
        this.nanoTime = nanoTime;
    }

    /** Someone, or something, has picked up. */
    public void begin() {
        go(Step.MESSAGE, script.message());
    }

    /** What was played has come to its end. */
    public void soundEnded() {
        switch (step) {
            case MESSAGE -> {
                heard();
                go(Step.REPETITION, script.repetition());
            }
            case REPETITION -> go(Step.MENU, script.menu());
            case MENU -> go(Step.KEY_WAIT, script.keyWait());
            case OPT_OUT -> go(Step.OPT_OUT_WAIT, script.keyWait());
            // Whoever thought better of it, or only touched the key, stays a member and hears the message.
            case OPT_OUT_WAIT -> {
                if (ending == Ending.LOST) {
                    go(Step.MESSAGE, script.message());
                } else {
                    hangUp();
                }
            }
            case BEEP_WAIT -> leaveNeutralSentence();
            case KEY_WAIT, GOODBYE, NEUTRAL -> hangUp();
            case OVER -> {}
        }
    }

    /** A key was pressed: one press, told once ({@link Presses}). Keys without a meaning count as a sign of a person and change nothing else. */
    public void key(char key) {
        if (step == Step.GOODBYE || step == Step.OVER) {
            return;
        }
        keyPressed = true;
        Optional<Action> action = script.keys().action(key);
        if (action.isEmpty()) {
            touched();
            return;
        }
        switch (action.get()) {
            case ACKNOWLEDGE -> {
                ending = Ending.ACKNOWLEDGED;
                go(Step.GOODBYE, script.goodbye());
            }
            case REPEAT -> {
                personAfterAll();
                go(Step.MESSAGE, script.message());
            }
            case OPT_OUT -> {
                personAfterAll();
                optOut();
            }
        }
    }

    private void optOut() {
        if (step != Step.OPT_OUT && step != Step.OPT_OUT_WAIT) {
            askedAt = nanoTime.getAsLong();
            go(Step.OPT_OUT, script.optOut());
        } else if (nanoTime.getAsLong() - askedAt >= ASKED_NANOS) {
            ending = Ending.OPTED_OUT;
            go(Step.GOODBYE, script.goodbye());
        }
    }

    /** Whether a key has a meaning. */
    public boolean offers(char key) {
        return script.keys().action(key).isPresent();
    }

    private void touched() {
        if (step == Step.BEEP_WAIT || step == Step.NEUTRAL) {
            personAfterAll();
            go(Step.MESSAGE, script.message());
        }
    }

    /** A machine's beep: it records from now on, and must not record the alert. */
    public void beep() {
        if (!keyPressed && step != Step.OVER) {
            leaveNeutralSentence();
        }
    }

    /** The other side has talked for longer than a person who picks up. */
    public void longTalk() {
        if (!keyPressed && (step == Step.MESSAGE || step == Step.REPETITION || step == Step.MENU)) {
            ending = Ending.VOICEMAIL;
            go(Step.BEEP_WAIT, script.beepWait());
        }
    }

    /** The long talk is over: some machines record without a beep. */
    public void talkOver() {
        if (step == Step.BEEP_WAIT) {
            leaveNeutralSentence();
        }
    }

    /** What the call came to. */
    public Ending ending() {
        return ending;
    }

    private void leaveNeutralSentence() {
        ending = Ending.VOICEMAIL;
        go(Step.NEUTRAL, script.neutral());
    }

    private void personAfterAll() {
        if (ending == Ending.VOICEMAIL) {
            ending = Ending.LOST;
        }
    }

    private void heard() {
        if (ending == Ending.LOST) {
            ending = Ending.ANSWERED;
        }
    }

    private void hangUp() {
        step = Step.OVER;
        line.hangUp();
    }

    private void go(Step next, Rendering sound) {
        step = next;
        line.play(sound);
    }
}
