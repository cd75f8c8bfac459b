package fr.vigie.registry.resolution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A bounded number of tasks under way. Not for several threads. */
final class InFlight {
    private final Deque<CompletableFuture<Void>> tasks = new ArrayDeque<>();
    private final int most;
    private final Executor executor;

    InFlight(int most, Executor executor) {
        this.most = most;
        this.executor = executor;
    }

    /**
     * Starts the task, once there is room.
     *
     * @throws java.util.concurrent.CompletionException where an earlier one has failed
     */
    void run(Runnable task) {
        while (tasks.size() >= most) {
            tasks.poll().join();
        }
        tasks.add(CompletableFuture.runAsync(task, executor));
    }

    /**
     * Waits for all.
     *
     * @throws java.util.concurrent.CompletionException where one has failed
     */
    void await() {
        CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).join();
        tasks.clear();
    }
}
