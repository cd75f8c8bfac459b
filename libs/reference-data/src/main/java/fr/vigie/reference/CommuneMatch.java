package fr.vigie.reference;

import java.util.List;

/** What a written name and postcode turned out to be. */
public sealed interface CommuneMatch {

    /** Exactly one commune. */
    record Found(Commune commune) implements CommuneMatch {}

    /** Several communes answer to it; the writer must choose. */
    record Ambiguous(List<Commune> communes) implements CommuneMatch {
        public Ambiguous {
            communes = List.copyOf(communes);
        }
    }

    /** No commune answers to it. */
    record Unknown() implements CommuneMatch {}
}
