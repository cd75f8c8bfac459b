package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.dialogue.Piece.Recorded;
import fr.vigie.dispatch.voice.dialogue.Piece.Spoken;
import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.events.AlertStatus;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Has the pieces of a call rendered; each text once, whatever the number of calls. */
public final class Scripts {
    /** Sentences of which a part is recorded; an alert has three. */
    private static final int MIXED = 48;

    private final SpeechCache speech;
    private final Phrases phrases;
    private final Rendering keyWait;
    private final Rendering beepWait;
    private final Map<List<Rendering>, Rendering> mixed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Rendering>, Rendering> eldest) {
            return size() > MIXED;
        }
    };

    /** With the standard phrases. */
    public Scripts(SpeechCache speech, Duration keyWait, Duration beepWait) {
        this(speech, Phrases.standard(), keyWait, beepWait);
    }

    /**
     * @param speech renders
     * @param phrases what is said, and what the keys do
     * @param keyWait how long a key is waited for after the menu
     * @param beepWait how long a machine's beep is waited for
     */
    public Scripts(SpeechCache speech, Phrases phrases, Duration keyWait, Duration beepWait) {
        this.speech = speech;
        this.phrases = phrases;
        this.keyWait = Rendering.silence(keyWait);
        this.beepWait = Rendering.silence(beepWait);
    }

    /**
     * The script of an alert.
     *
     * @param authority the voice of the message
     * @param status a drill says so
     * @param words the alert's text for telephones
     * @return completes with the script, or exceptionally with a {@link SpeechException}
     */
    public CompletableFuture<Script> of(String authority, AlertStatus status, String words) {
        if (!SpeechCache.speakable(words)) {
            return CompletableFuture.failedFuture(SpeechException.unspeakable());
        }
        CompletableFuture<Rendering> message = sound(phrases.message(authority, status, words));
        CompletableFuture<Rendering> repetition = sound(phrases.repetition(status, words));
        CompletableFuture<Rendering> menu = sound(phrases.menuOfKeys());
        CompletableFuture<Rendering> optOut = sound(phrases.optOut());
        CompletableFuture<Rendering> goodbye = sound(phrases.goodbye());
        CompletableFuture<Rendering> neutral = sound(phrases.neutral(authority, status));
        return CompletableFuture.allOf(message, repetition, menu, optOut, goodbye, neutral)
                .thenApply(all -> new Script(
                        message.join(),
                        repetition.join(),
                        menu.join(),
                        optOut.join(),
                        goodbye.join(),
                        neutral.join(),
                        keyWait,
                        beepWait,
                        phrases.keys()));
    }

    private CompletableFuture<Rendering> sound(List<Piece> pieces) {
        List<CompletableFuture<Rendering>> parts =
                pieces.stream().map(this::sound).toList();
        return parts.size() == 1
                ? parts.get(0)
                : CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                        .thenApply(all -> mixed(
                                parts.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Rendering> sound(Piece piece) {
        return piece instanceof Recorded recorded
                ? CompletableFuture.completedFuture(recorded.sound())
                : speech.render(((Spoken) piece).text());
    }

    /** One after the other, made once: thousands of calls share it. Renderings are told apart by identity. */
    private Rendering mixed(List<Rendering> parts) {
        synchronized (mixed) {
            return mixed.computeIfAbsent(parts, all -> {
                ByteArrayOutputStream samples = new ByteArrayOutputStream();
                all.forEach(each -> samples.writeBytes(each.alaw()));
                return new Rendering(samples.toByteArray());
            });
        }
    }
}
