package fr.vigie.dispatch.voice.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.media.G711;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpeechCacheTest {
    private final Counting speech = new Counting();
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Test
    void shouldRenderATextOnceForAllWhoWantIt() {
        SpeechCache cache = new SpeechCache(speech, waiting::add, 100, 1 << 20);

        CompletableFuture<Rendering> first = cache.render("Composez le 17.");
        CompletableFuture<Rendering> second = cache.render(" Composez le 17. ");
        waiting.forEach(Runnable::run);

        assertThat(first.join()).isSameAs(second.join());
        assertThat(speech.rendered).hasValue(1);
    }

    @Test
    void shouldRenderATextOnceWhenTwoHundredCallsAskAtOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(200);
        ExecutorService workers = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(200);
        try {
            SpeechCache cache = new SpeechCache(speech, workers, 100, 1 << 20);
            List<Future<Rendering>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> {
                    all.countDown();
                    all.await();
                    return cache.render("Composez le 17.").join();
                }));
            }

            Set<Rendering> heard = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Future<Rendering> call : calls) {
                heard.add(call.get(30, TimeUnit.SECONDS));
            }

            assertThat(heard).hasSize(1);
            assertThat(speech.rendered).hasValue(1);
        } finally {
            callers.shutdownNow();
            workers.shutdownNow();
        }
    }

    @Test
    void shouldHandTheEngineWordsOnly() {
        new SpeechCache(speech, Runnable::run, 100, 1 << 20)
                .render("18h55, RENNES")
                .join();

        assertThat(speech.last).isEqualTo("dix-huit heures cinquante-cinq, Rennes");
    }

    @Test
    void shouldSayThatTheEngineIsBusyAndTakeTheTextLater() {
        List<Runnable> taken = new ArrayList<>();
        SpeechCache cache = new SpeechCache(
                speech,
                task -> {
                    if (!taken.isEmpty()) {
                        throw new RejectedExecutionException("full");
                    }
                    taken.add(task);
                },
                100,
                1 << 20);
        CompletableFuture<Rendering> first = cache.render("un");

        assertThatThrownBy(() -> cache.render("deux").join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());
        taken.remove(0).run();
        CompletableFuture<Rendering> later = cache.render("deux");

        assertThat(first).isCompleted();
        assertThat(later).isNotDone();
        assertThat(taken).hasSize(1);
    }

    @Test
    void shouldForgetWhatWasUsedLongestAgoWhenItIsFull() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 100, 2_000);

        cache.render("un").join();
        cache.render("deux").join();
        cache.render("un").join();
        cache.render("trois").join();
        assertThat(speech.rendered).hasValue(3);

        cache.render("un").join();
        assertThat(speech.rendered).hasValue(3);
        cache.render("deux").join();
        assertThat(speech.rendered).hasValue(4);
    }

    @Test
    void shouldCountWhatIsKeptInBothCodes() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 100, 2_000);
        assertThat(cache.render("un").join().ulaw()).hasSize(1_000);

        cache.render("deux").join();
        cache.render("un").join();

        assertThat(speech.rendered).as("was forgotten").hasValue(3);
    }

    @Test
    void shouldKeepATextThatIsStillBeingRendered() {
        SpeechCache cache = new SpeechCache(speech, waiting::add, 100, 500);
        CompletableFuture<Rendering> slow = cache.render("un");
        CompletableFuture<Rendering> quick = cache.render("deux");

        Runnable first = waiting.remove();
        waiting.remove().run();

        assertThat(quick).isCompleted();
        assertThat(cache.render("un")).isSameAs(slow);
        first.run();
        assertThat(slow).isCompleted();
    }

    @Test
    void shouldRefuseATextOfWhichTheEngineMakesNothing() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 100, 1 << 20);
        speech.bytes = 0;

        assertThatThrownBy(() -> cache.render("hm").join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isTrue());
    }

    @Test
    void shouldTakeATextOfTheGreatestLength() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 100, 1 << 20);

        assertThat(cache.render("a".repeat(100))).isCompleted();
        assertThat(cache.render("a".repeat(101))).isCompletedExceptionally();
    }

    @Test
    void shouldBlameTheTextOnlyForWhatIsItsFault() {
        assertThat(SpeechException.broken(new StackOverflowError()).textAtFault())
                .isTrue();
        assertThat(SpeechException.broken(new OutOfMemoryError()).textAtFault()).isFalse();
        assertThat(SpeechException.broken(new RejectedExecutionException()).textAtFault())
                .isFalse();
    }

    @Test
    void shouldRefuseATextThatIsTooLongOrHoldsNoWords() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 100, 1 << 20);

        assertThatThrownBy(() -> cache.render("a".repeat(1_000_000)).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isTrue());
        assertThatThrownBy(() -> cache.render("... !?").join()).hasCauseInstanceOf(SpeechException.class);
        assertThat(speech.rendered).hasValue(0);
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 100, 1 << 20);
        speech.broken = true;
        assertThatThrownBy(() -> cache.render("un").join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());

        speech.broken = false;

        assertThat(cache.render("un").join().duration()).isEqualTo(Duration.ofMillis(125));
    }

    @Test
    void shouldPlayTonesOfPlausibleLengthWhereThereIsNoEngine() {
        Rendering tones = new ToneSpeech("none").render("Vol à main armée, secteur Rennes Nord. Composez le 17.");

        assertThat(tones.duration()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(7));
        assertThat(pauses(tones.alaw())).as("one after each word").isEqualTo(10);
        assertThat(loudest(tones.alaw())).isGreaterThan(5_000);
    }

    private static int pauses(byte[] alaw) {
        int pauses = 0;
        int silent = 0;
        for (byte sample : alaw) {
            silent = sample == G711.ALAW_SILENCE ? silent + 1 : 0;
            pauses += silent == 700 ? 1 : 0;
        }
        return pauses;
    }

    private static int loudest(byte[] alaw) {
        int loudest = 0;
        for (byte sample : alaw) {
            loudest = Math.max(loudest, G711.fromAlaw(sample));
        }
        return loudest;
    }

    /** A thousand bytes for each text. */
    private static final class Counting implements Speech {
        private final AtomicInteger rendered = new AtomicInteger();
        private volatile String last;
        private boolean broken;
        private int bytes = 1_000;

        @Override
        public Rendering render(String text) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            rendered.incrementAndGet();
            last = text;
            return new Rendering(new byte[bytes]);
        }

        @Override
        public Engine engine() {
            return new Engine("counting", false, "test", "");
        }
    }
}
