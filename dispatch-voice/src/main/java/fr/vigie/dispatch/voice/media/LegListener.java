package fr.vigie.dispatch.voice.media;

/** Hears of a leg. Called by the pacing thread, one call at a time for one leg; must not block. */
public interface LegListener extends KeyListener {
    /** What was to be played has been sent to its end. */
    void soundEnded();

    /** The other side beeped like an answering machine. */
    void beep();

    /** The other side has talked for longer than a person who picks up. */
    void longTalk();

    /** Sound had come from the other side, and for too long none has: nobody is there any more. Told once. */
    void lineDead();

    /** The long talk is over. */
    void talkOver();
}
