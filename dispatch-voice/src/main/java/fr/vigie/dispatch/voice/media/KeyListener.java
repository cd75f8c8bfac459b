package fr.vigie.dispatch.voice.media;

/** Hears of keys, 0–9, *, #, A–D, that come with the sound (RFC 4733). Called as {@link LegListener} is. */
public interface KeyListener {
    /** A key is being pressed. Told once for each event, or where only its end came, then. */
    void keyBegun(char key);

    /** More of the key that was told last: it is still being pressed, or has just been let go. */
    void keyHeld(char key);
}
