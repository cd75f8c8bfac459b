package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.dialogue.Piece.Recorded;
import fr.vigie.dispatch.voice.dialogue.Piece.Spoken;
import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.dispatch.voice.speech.Turn;
import fr.vigie.events.AlertStatus;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has the pieces of a call rendered; each text once, whatever the number of calls. */
public final class Scripts {
    /** Sentences of which a part is recorded; an alert has three. */
    private static final int MIXED = 48;

    /** What follows the message where it is not said twice. */
    private static final Rendering BREATH = Rendering.silence(Duration.ofMillis(500));
    /** As long as an alert's authority may be: whatever fits behind it fits into every call. */
    private static final String LONGEST_AUTHORITY =
            "Groupement de gendarmerie départementale ".repeat(3).strip();

    private final SpeechCache speech;
    private final Phrases phrases;
    private final Limits limits;
    private final Rendering keyWait;
    private final Rendering beepWait;
    private final Map<List<Rendering>, Rendering> mixed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Rendering>, Rendering> eldest) {
            return size() > MIXED;
        }
    };

    /**
     * What bounds a call.
     *
     * @param characters longer words of an alert are refused; what we say around them does not count
     * @param call how long a call may be up
     * @param keyWait how long a key is waited for after the menu
     * @param beepWait how long a machine's beep is waited for
     */
    public record Limits(int characters, Duration call, Duration keyWait, Duration beepWait) {}

    /**
     * @param speech renders
     * @param phrases what is said, and what the keys do
     * @param limits bounds of a call
     */
    public Scripts(SpeechCache speech, Phrases phrases, Limits limits) {
        this.speech = speech;
        this.phrases = phrases;
        this.limits = limits;
        this.keyWait = Rendering.silence(limits.keyWait());
        this.beepWait = Rendering.silence(limits.beepWait());
    }

    /**
     * The script of an alert. Words that are too long to be said twice in a call are said once.
     *
     * @param authority the voice of the message
     * @param status a drill says so
     * @param words the alert's text for telephones
     * @param turn the call's
     * @return completes with the script, or exceptionally with a {@link SpeechException}
     */
    public CompletableFuture<Script> of(String authority, AlertStatus status, String words, Turn turn) {
        Optional<SpeechException> fault = fault(words);
        if (fault.isPresent()) {
            return CompletableFuture.failedFuture(fault.get());
        }
        CompletableFuture<Rendering> message = sound(phrases.message(authority, status, words), turn);
        CompletableFuture<Rendering> repetition = sound(phrases.repetition(status, words), turn);
        CompletableFuture<Rendering> menu = sound(phrases.menuOfKeys(), turn);
        CompletableFuture<Rendering> optOut = sound(phrases.optOut(), turn);
        CompletableFuture<Rendering> goodbye = sound(phrases.goodbye(), turn);
        CompletableFuture<Rendering> neutral = sound(phrases.neutral(authority, status), turn);
        return CompletableFuture.allOf(message, repetition, menu, optOut, goodbye, neutral)
                .thenApply(all -> new Script(
                        message.join(),
                        repeated(message.join(), repetition.join(), menu.join()),
                        menu.join(),
                        optOut.join(),
                        goodbye.join(),
                        neutral.join(),
                        keyWait,
                        beepWait,
                        phrases.keys()));
    }

    /** Where not all fits into a call the repetition goes first, then the end of the menu: a warning is worth more. */
    private Rendering repeated(Rendering message, Rendering repetition, Rendering menu) {
        if (message.duration().compareTo(limits.call()) >= 0) {
            throw SpeechException.tooSlow(message.duration(), limits.call());
        }
        Duration all = message.duration()
                .plus(repetition.duration())
                .plus(menu.duration())
                .plus(limits.keyWait());
        return all.compareTo(limits.call()) <= 0 ? repetition : BREATH;
    }

    /**
     * An alert's words alone, for whoever wants to hear them before; those that are heard here fit into every call.
     *
     * @param words the alert's text for telephones
     * @return completes when nothing of it waits for the engine any more: with the sound, or exceptionally with a
     *     {@link SpeechException}
     */
    public CompletableFuture<Rendering> preview(String words) {
        Optional<SpeechException> fault = fault(words);
        if (fault.isPresent()) {
            return CompletableFuture.failedFuture(fault.get());
        }
        CompletableFuture<Rendering> sound = speech.render(words, Turn.LISTENER);
        CompletableFuture<Rendering> frame =
                sound(phrases.message(LONGEST_AUTHORITY, AlertStatus.EXERCISE, ""), Turn.LISTENER);
        CompletableFuture<Rendering> menu = sound(phrases.menuOfKeys(), Turn.LISTENER);
        return CompletableFuture.allOf(sound, frame, menu).thenApply(all -> {
            Duration taken = sound.join().duration();
            Duration room = limits.call()
                    .minus(frame.join().duration())
                    .minus(menu.join().duration());
            if (taken.compareTo(room) > 0) {
                throw SpeechException.tooSlow(taken, room);
            }
            return sound.join();
        });
    }

    private Optional<SpeechException> fault(String words) {
        if (words.length() > limits.characters()) {
            return Optional.of(SpeechException.tooLong(limits.characters()));
        }
        return SpeechCache.speakable(words) ? Optional.empty() : Optional.of(SpeechException.unspeakable());
    }

    private CompletableFuture<Rendering> sound(List<Piece> pieces, Turn turn) {
        List<CompletableFuture<Rendering>> parts =
                pieces.stream().map(piece -> sound(piece, turn)).toList();
        return parts.size() == 1
                ? parts.get(0)
                : CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                        .thenApply(all -> mixed(
                                parts.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Rendering> sound(Piece piece, Turn turn) {
        return piece instanceof Recorded recorded
                ? CompletableFuture.completedFuture(recorded.sound())
                : speech.render(((Spoken) piece).text(), turn);
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
