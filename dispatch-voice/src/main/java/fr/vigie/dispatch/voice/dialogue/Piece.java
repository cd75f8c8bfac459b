package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.speech.Rendering;

/** A part of what is said. */
sealed interface Piece {
    /** Words that the engine speaks. */
    record Spoken(String text) implements Piece {}

    /** Words that somebody has recorded. */
    record Recorded(String name, Rendering sound) implements Piece {}
}
