package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.speech.Rendering;

/** What a conversation can do to its call. Neither method blocks. */
public interface Line {
    /** Plays this instead of what is being played. */
    void play(Rendering sound);

    /** Ends the call; nothing is played after it. */
    void hangUp();
}
