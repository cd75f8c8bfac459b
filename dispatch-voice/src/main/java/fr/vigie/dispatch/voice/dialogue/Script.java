package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.speech.Rendering;

/**
 * The sound of one call, in the pieces that the dialogue plays; shared by all calls of an alert.
 *
 * @param message greeting, authority and the words, once; who heard it to the end has heard the alert
 * @param repetition the words again
 * @param menu the keys
 * @param optOut asks for the key once more
 * @param goodbye after a key that ends the call
 * @param neutral the one sentence for a machine
 * @param keyWait silence in which a key is still waited for
 * @param beepWait silence in which a machine's beep is waited for
 * @param keys what the keys do
 */
public record Script(
        Rendering message,
        Rendering repetition,
        Rendering menu,
        Rendering optOut,
        Rendering goodbye,
        Rendering neutral,
        Rendering keyWait,
        Rendering beepWait,
        Keys keys) {}
