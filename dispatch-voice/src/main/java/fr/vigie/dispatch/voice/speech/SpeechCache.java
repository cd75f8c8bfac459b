package fr.vigie.dispatch.voice.speech;

import fr.vigie.dispatch.voice.reading.FrenchReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has each text read out once, however many calls want it, and keeps what was used last, within a bound in bytes. A text
 * goes through the {@link FrenchReader} before the engine sees it, once, too: that takes longer than all else that a call
 * asks of a processor at its begin. Keys are digests of voice and text as it was written. Renderings that are still being
 * played live on with their calls after they leave the cache.
 */
public final class SpeechCache {
    private final FrenchReader reader = new FrenchReader();
    private final Speech speech;
    private final Executor workers;
    private final long maxBytes;
    private final AtomicLong places = new AtomicLong();
    private final Map<String, Reading> entries = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param speech the engine
     * @param workers where it is run, because it blocks; may refuse work, and then so does the cache
     * @param maxBytes bound of what is kept, in bytes (8,000 are one second)
     */
    public SpeechCache(Speech speech, Executor workers, long maxBytes) {
        this.speech = speech;
        this.workers = workers;
        this.maxBytes = maxBytes;
    }

    /** Whether there is anything to say in it: a text of punctuation alone is silence. */
    public static boolean speakable(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /**
     * The sound of a text.
     *
     * @param text French text as it was written
     * @param turn who wants it; whoever presses more takes along those who wait for the same text
     * @return completes with it, or exceptionally with a {@link SpeechException}; a failure is not kept. The caller's own:
     *     who cancels it cancels it for nobody else
     */
    public CompletableFuture<Rendering> render(String text, Turn turn) {
        String key = key(text.strip());
        Reading reading;
        synchronized (entries) {
            reading = entries.get(key);
        }
        if (reading == null) {
            String words = reader.read(text);
            if (!speakable(words)) {
                return CompletableFuture.failedFuture(SpeechException.unspeakable());
            }
            synchronized (entries) {
                reading = entries.computeIfAbsent(key, absent -> new Reading(key, words));
            }
        }
        reading.wanted(turn);
        return reading.sound.copy();
    }

    /** One text, from the first who wants it until it is forgotten. */
    private final class Reading {
        private final String key;
        private final String words;
        private final CompletableFuture<Rendering> sound = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();
        private Turn turn;

        Reading(String key, String words) {
            this.key = key;
            this.words = words;
        }

        /** Takes a place, or one further in front; the one behind it is then met in vain. */
        void wanted(Turn by) {
            boolean first;
            synchronized (this) {
                if (begun.get() || turn != null && turn.compareTo(by) <= 0) {
                    return;
                }
                first = turn == null;
                turn = by;
            }
            try {
                workers.execute(new Place(by, places.incrementAndGet(), this::render));
            } catch (RejectedExecutionException e) {
                if (first) {
                    failed(new SpeechException("too many texts wait for the engine", e));
                }
            }
        }

        private void render() {
            if (begun.getAndSet(true)) {
                return;
            }
            try {
                Rendering rendering = speech.render(words);
                if (rendering.alaw().length == 0) {
                    throw SpeechException.unspeakable();
                }
                sound.complete(rendering);
                trim();
            } catch (SpeechException e) {
                failed(e);
            } catch (RuntimeException | Error e) {
                // Whatever it is: a text that nobody completes would be waited for by every later call.
                failed(new SpeechException("engine failed", e));
            }
        }

        private void failed(SpeechException why) {
            synchronized (entries) {
                entries.remove(key, this);
            }
            sound.completeExceptionally(why);
        }

        private long bytes() {
            return sound.isDone() && !sound.isCompletedExceptionally()
                    ? sound.join().bytes()
                    : 0;
        }
    }

    private void trim() {
        synchronized (entries) {
            long bytes = entries.values().stream().mapToLong(Reading::bytes).sum();
            Iterator<Reading> oldestFirst = entries.values().iterator();
            while (bytes > maxBytes && oldestFirst.hasNext()) {
                long size = oldestFirst.next().bytes();
                if (size > 0) {
                    oldestFirst.remove();
                    bytes -= size;
                }
            }
        }
    }

    private String key(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(speech.engine().voice().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
