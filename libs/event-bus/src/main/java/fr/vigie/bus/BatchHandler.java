package fr.vigie.bus;

import java.util.List;

/** What a service does with events. Runs on the consumer's own thread and may block. */
@FunctionalInterface
public interface BatchHandler<T> {
    /**
     * Makes the effect of these events durable. Must be idempotent: a batch, or a part of it, comes again after a
     * failure or a crash. Returning means done; the offsets are committed after that.
     *
     * @throws Exception to have the batch again: at once record by record where {@link #isPoison} says so of the
     *     failure, else unchanged after a pause
     */
    void handle(List<Received<T>> batch) throws Exception;

    /**
     * Whether a failure lies in the events themselves, so that trying again is in vain. The records are then handled
     * one by one, and those that still fail so go to the dead-letter topic.
     */
    default boolean isPoison(Throwable failure) {
        return failure instanceof PoisonEventException;
    }
}
