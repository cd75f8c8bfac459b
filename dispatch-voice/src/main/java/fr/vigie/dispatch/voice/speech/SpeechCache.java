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

/**
 * Has each text read out once, however many calls want it, and keeps what was used last, within a bound in bytes. A text
 * goes through the {@link FrenchReader} before the engine sees it, once, too: that takes longer than all else that a call
 * asks of a processor at its begin. Keys are digests of voice and text as it was written. Renderings that are still being played live on with their calls after they leave the cache.
 */
public final class SpeechCache {
    private final FrenchReader reader = new FrenchReader();
    private final Speech speech;
    private final Executor workers;
    private final int maxCharacters;
    private final long maxBytes;
    private final Map<String, CompletableFuture<Rendering>> entries = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param speech the engine
     * @param workers where it is run, because it blocks; may refuse work, and then so does the cache
     * @param maxCharacters longer texts are refused
     * @param maxBytes bound of what is kept, in bytes (8,000 are one second)
     */
    public SpeechCache(Speech speech, Executor workers, int maxCharacters, long maxBytes) {
        this.speech = speech;
        this.workers = workers;
        this.maxCharacters = maxCharacters;
        this.maxBytes = maxBytes;
    }

    /** What speaks. */
    public Speech.Engine engine() {
        return speech.engine();
    }

    /** Whether there is anything to say in it: a text of punctuation alone is silence. */
    public static boolean speakable(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /**
     * The sound of a text.
     *
     * @param text French text as it was written
     * @return completes with it, or exceptionally with a {@link SpeechException}; a failure is not kept
     */
    public CompletableFuture<Rendering> render(String text) {
        if (text.length() > maxCharacters) {
            return CompletableFuture.failedFuture(
                    new SpeechException("longer than " + maxCharacters + " characters", true));
        }
        String key = key(text.strip());
        synchronized (entries) {
            CompletableFuture<Rendering> kept = entries.get(key);
            if (kept != null) {
                return kept;
            }
        }
        String words = reader.read(text);
        if (!speakable(words)) {
            return CompletableFuture.failedFuture(SpeechException.unspeakable());
        }
        CompletableFuture<Rendering> made = new CompletableFuture<>();
        synchronized (entries) {
            CompletableFuture<Rendering> kept = entries.putIfAbsent(key, made);
            if (kept != null) {
                return kept;
            }
        }
        try {
            workers.execute(() -> renderInto(made, key, words));
        } catch (RejectedExecutionException e) {
            forget(key, made);
            made.completeExceptionally(new SpeechException("too many texts wait for the engine", e));
        }
        return made;
    }

    private void renderInto(CompletableFuture<Rendering> made, String key, String words) {
        try {
            Rendering rendering = speech.render(words);
            if (rendering.alaw().length == 0) {
                throw SpeechException.unspeakable();
            }
            made.complete(rendering);
            trim();
        } catch (RuntimeException e) {
            forget(key, made);
            made.completeExceptionally(e instanceof SpeechException ? e : new SpeechException("engine failed", e));
        }
    }

    private void forget(String key, CompletableFuture<Rendering> failed) {
        synchronized (entries) {
            entries.remove(key, failed);
        }
    }

    private void trim() {
        synchronized (entries) {
            long bytes = entries.values().stream().mapToLong(SpeechCache::size).sum();
            Iterator<CompletableFuture<Rendering>> oldestFirst =
                    entries.values().iterator();
            while (bytes > maxBytes && oldestFirst.hasNext()) {
                long size = size(oldestFirst.next());
                if (size > 0) {
                    oldestFirst.remove();
                    bytes -= size;
                }
            }
        }
    }

    private static long size(CompletableFuture<Rendering> entry) {
        return entry.isDone() && !entry.isCompletedExceptionally()
                ? entry.join().bytes()
                : 0;
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
