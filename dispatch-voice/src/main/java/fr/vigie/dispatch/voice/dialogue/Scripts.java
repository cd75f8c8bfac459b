package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.events.AlertStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Has the pieces of a call rendered; each text once, whatever the number of calls. */
public final class Scripts {
    private final SpeechCache speech;
    private final Rendering keyWait;
    private final Rendering beepWait;

    /**
     * @param speech renders
     * @param keyWait how long a key is waited for after the menu
     * @param beepWait how long a machine's beep is waited for
     */
    public Scripts(SpeechCache speech, Duration keyWait, Duration beepWait) {
        this.speech = speech;
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
        CompletableFuture<Rendering> message = speech.render(Phrases.message(authority, status, words));
        CompletableFuture<Rendering> repetition = speech.render(Phrases.repetition(status, words));
        CompletableFuture<Rendering> menu = speech.render(Phrases.menu());
        CompletableFuture<Rendering> optOut = speech.render(Phrases.optOut());
        CompletableFuture<Rendering> goodbye = speech.render(Phrases.goodbye());
        CompletableFuture<Rendering> neutral = speech.render(Phrases.neutral(authority, status));
        return CompletableFuture.allOf(message, repetition, menu, optOut, goodbye, neutral)
                .thenApply(all -> new Script(
                        message.join(),
                        repetition.join(),
                        menu.join(),
                        optOut.join(),
                        goodbye.join(),
                        neutral.join(),
                        keyWait,
                        beepWait));
    }
}
