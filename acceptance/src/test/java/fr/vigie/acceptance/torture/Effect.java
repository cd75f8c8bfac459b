package fr.vigie.acceptance.torture;

/** What came of a fault that was wanted. Only what hit something is counted. */
enum Effect {
    HIT(""),
    /** No root, or no libfaketime. */
    IMPOSSIBLE("not possible on this machine"),
    /** The disk was written to faster than it was made full; a signal found no process. */
    FAILED("could not be done"),
    /** It, or what must live beside it, was still down after another fault. */
    DOWN("still down after another fault"),
    /** No text and no call was on its way. */
    IDLE("hit no traffic");

    private final String words;

    Effect(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }
}
