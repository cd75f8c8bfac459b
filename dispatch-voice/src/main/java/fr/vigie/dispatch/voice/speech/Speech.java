package fr.vigie.dispatch.voice.speech;

/** Turns French text into sound. Implementations may block and are thread-safe. */
public interface Speech {

    /**
     * Speaks a text.
     *
     * @param text French text, not blank
     * @return its sound
     * @throws SpeechException where the text holds nothing that can be spoken, or the engine failed or took too long
     */
    Rendering render(String text);

    /** What speaks here. */
    Engine engine();

    /**
     * What speaks.
     *
     * @param name {@code espeak-ng} or {@code tone}
     * @param speaks whether words are heard; false where a tone pattern stands in for them
     * @param voice voice of the engine; part of the cache's key
     * @param detail one line for an operator
     */
    record Engine(String name, boolean speaks, String voice, String detail) {}
}
