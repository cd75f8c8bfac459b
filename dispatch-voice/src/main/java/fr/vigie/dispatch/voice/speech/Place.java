package fr.vigie.dispatch.voice.speech;

/**
 * A text's place among those that wait for the engine: before all of a later turn, and behind those of its own that came
 * before it.
 */
record Place(Turn turn, long number, Runnable work) implements Runnable, Comparable<Place> {
    @Override
    public void run() {
        work.run();
    }

    @Override
    public int compareTo(Place other) {
        int byTurn = turn.compareTo(other.turn);
        return byTurn == 0 ? Long.compare(number, other.number) : byTurn;
    }
}
