package fr.vigie.dispatch.flow;

import java.util.List;

/**
 * Where a delivery may go. Deliveries that suit the same carriers wait in one line.
 *
 * @param affinity of its number, by carrier; negative where that one does not serve it
 * @param only index of the carrier that alone may have it, while it is available or, by policy, at all; -1 for none
 */
record Suit(List<Integer> affinity, int only) {
    Suit {
        affinity = List.copyOf(affinity);
    }

    /** Whether any configured carrier serves it. */
    boolean served() {
        return affinity.stream().anyMatch(each -> each >= 0);
    }
}
