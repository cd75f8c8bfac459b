package fr.vigie.dispatch.voice.speech;

import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run the engine, and the texts that wait for them, {@link Turn} by turn. Urgent ones are never refused:
 * no more of them wait than there are lines.
 */
public final class SpeechWorkers implements Executor, AutoCloseable {
    /** Renderings at once; each is a process that takes a core for some 50 ms. */
    private static final int THREADS = 2;
    /** Texts that may wait: an alert has four of its own, and this many take ten seconds. */
    private static final int WAITING = 400;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "speech");
                thread.setDaemon(true);
                return thread;
            });

    /** @param place a {@link Place}, which the {@link SpeechCache} gives to every text */
    @Override
    public void execute(Runnable place) {
        if (((Place) place).turn() != Turn.URGENT && threads.getQueue().size() >= WAITING) {
            throw new RejectedExecutionException(WAITING + " texts wait");
        }
        threads.execute(place);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
