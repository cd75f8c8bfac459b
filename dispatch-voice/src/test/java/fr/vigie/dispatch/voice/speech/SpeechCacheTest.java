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
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
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
        SpeechCache cache = new SpeechCache(speech, waiting::add, 1 << 20);

        CompletableFuture<Rendering> first = cache.render("Composez le 17.", Turn.URGENT);
        CompletableFuture<Rendering> second = cache.render(" Composez le 17. ", Turn.URGENT);
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
            SpeechCache cache = new SpeechCache(speech, workers, 1 << 20);
            List<Future<Rendering>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> {
                    all.countDown();
                    all.await();
                    return cache.render("Composez le 17.", Turn.URGENT).join();
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
        new SpeechCache(speech, Runnable::run, 1 << 20)
                .render("18h55, RENNES", Turn.URGENT)
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
                1 << 20);
        CompletableFuture<Rendering> first = cache.render("un", Turn.URGENT);

        assertThatThrownBy(() -> cache.render("deux", Turn.URGENT).join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());
        taken.remove(0).run();
        CompletableFuture<Rendering> later = cache.render("deux", Turn.URGENT);

        assertThat(first).isCompleted();
        assertThat(later).isNotDone();
        assertThat(taken).hasSize(1);
    }

    @Test
    void shouldForgetWhatWasUsedLongestAgoWhenItIsFull() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 2_000);

        cache.render("un", Turn.URGENT).join();
        cache.render("deux", Turn.URGENT).join();
        cache.render("un", Turn.URGENT).join();
        cache.render("trois", Turn.URGENT).join();
        assertThat(speech.rendered).hasValue(3);

        cache.render("un", Turn.URGENT).join();
        assertThat(speech.rendered).hasValue(3);
        cache.render("deux", Turn.URGENT).join();
        assertThat(speech.rendered).hasValue(4);
    }

    @Test
    void shouldCountWhatIsKeptInBothCodes() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 2_000);
        assertThat(cache.render("un", Turn.URGENT).join().ulaw()).hasSize(1_000);

        cache.render("deux", Turn.URGENT).join();
        cache.render("un", Turn.URGENT).join();

        assertThat(speech.rendered).as("was forgotten").hasValue(3);
    }

    @Test
    void shouldKeepATextThatIsStillBeingRendered() {
        SpeechCache cache = new SpeechCache(speech, waiting::add, 500);
        CompletableFuture<Rendering> slow = cache.render("un", Turn.URGENT);
        CompletableFuture<Rendering> quick = cache.render("deux", Turn.URGENT);

        Runnable first = waiting.remove();
        waiting.remove().run();

        assertThat(quick).isCompleted();
        CompletableFuture<Rendering> again = cache.render("un", Turn.URGENT);
        first.run();
        assertThat(again.join()).isSameAs(slow.join());
        assertThat(speech.rendered).hasValue(2);
    }

    @Test
    void shouldRefuseATextOfWhichTheEngineMakesNothing() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 1 << 20);
        speech.bytes = 0;

        assertThatThrownBy(() -> cache.render("hm", Turn.URGENT).join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isTrue());
    }

    @Test
    void shouldBlameTheTextOnlyForWhatIsItsFault() {
        assertThat(SpeechException.broken(new StackOverflowError()).textAtFault())
                .isTrue();
        assertThat(SpeechException.broken(new OutOfMemoryError()).textAtFault()).isFalse();
        assertThat(SpeechException.broken(new RejectedExecutionException()).textAtFault())
                .isFalse();
        assertThat(SpeechException.broken(new CancellationException()).textAtFault())
                .isFalse();
    }

    @Test
    void shouldRefuseATextThatHoldsNoWords() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 1 << 20);

        assertThatThrownBy(() -> cache.render("... !?", Turn.URGENT).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isTrue());
        assertThat(speech.rendered).hasValue(0);
    }

    @Test
    void shouldGoOnForTheOthersWhenOneWhoWaitsGivesUp() {
        SpeechCache cache = new SpeechCache(speech, waiting::add, 1 << 20);
        CompletableFuture<Rendering> before = cache.render("un", Turn.BULK);
        CompletableFuture<Rendering> leaving = cache.render("un", Turn.LISTENER);

        leaving.cancel(false);
        CompletableFuture<Rendering> after = cache.render("un", Turn.BULK);
        waiting.forEach(Runnable::run);

        assertThat(before).isCompleted();
        assertThat(after.join()).isSameAs(before.join());
        assertThat(cache.render("un", Turn.URGENT).join()).isSameAs(before.join());
        assertThat(speech.rendered).hasValue(1);
    }

    @Test
    void shouldTakeUrgentCallsFirstAndListenersLast() {
        Queue<Runnable> places = new PriorityQueue<>();
        SpeechCache cache = new SpeechCache(speech, places::add, 1 << 20);
        CompletableFuture<Rendering> listener = cache.render("un", Turn.LISTENER);
        CompletableFuture<Rendering> bulk = cache.render("deux", Turn.BULK);
        CompletableFuture<Rendering> urgent = cache.render("trois", Turn.URGENT);
        CompletableFuture<Rendering> urgentToo = cache.render("quatre", Turn.URGENT);

        places.remove().run();
        assertThat(urgent).isCompleted();
        assertThat(urgentToo).isNotDone();
        places.remove().run();
        assertThat(urgentToo).isCompleted();
        places.remove().run();
        assertThat(bulk).isCompleted();
        assertThat(listener).isNotDone();
    }

    @Test
    void shouldTakeATextForwardWhenAnUrgentCallWantsItToo() {
        Queue<Runnable> places = new PriorityQueue<>();
        SpeechCache cache = new SpeechCache(speech, places::add, 1 << 20);
        CompletableFuture<Rendering> bulk = cache.render("un", Turn.BULK);
        CompletableFuture<Rendering> listener = cache.render("deux", Turn.LISTENER);
        CompletableFuture<Rendering> urgent = cache.render("deux", Turn.URGENT);

        places.remove().run();

        assertThat(urgent).isCompleted();
        assertThat(listener).isCompleted();
        assertThat(bulk).isNotDone();
        places.forEach(Runnable::run);
        assertThat(bulk).isCompleted();
        assertThat(speech.rendered).hasValue(2);
    }

    @Test
    void shouldTellAllWhoWaitWhenTheEngineBreaksBeyondRepair() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 1 << 20);
        speech.failure = new NoClassDefFoundError();

        assertThatThrownBy(() -> cache.render("un", Turn.URGENT).join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());

        speech.failure = null;
        assertThat(cache.render("un", Turn.URGENT)).isCompleted();
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        SpeechCache cache = new SpeechCache(speech, Runnable::run, 1 << 20);
        speech.failure = new IllegalStateException("broken");
        assertThatThrownBy(() -> cache.render("un", Turn.URGENT).join())
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());

        speech.failure = null;

        assertThat(cache.render("un", Turn.URGENT).join().duration()).isEqualTo(Duration.ofMillis(125));
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
        private Throwable failure;
        private int bytes = 1_000;

        @Override
        public Rendering render(String text) {
            if (failure instanceof Error error) {
                throw error;
            } else if (failure instanceof RuntimeException exception) {
                throw exception;
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
