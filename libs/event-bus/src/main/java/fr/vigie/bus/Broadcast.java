package fr.vigie.bus;

import java.time.Duration;

/** A reading of everything that some topics hold, in every copy of a service. */
public interface Broadcast {
    /**
     * Waits until everything that the topics held when the reading began has been handled.
     *
     * @return false where the limit passed first
     */
    boolean awaitCaughtUp(Duration limit) throws InterruptedException;

    /** Whether everything that the topics held when the reading began has been handled. */
    boolean caughtUp();
}
