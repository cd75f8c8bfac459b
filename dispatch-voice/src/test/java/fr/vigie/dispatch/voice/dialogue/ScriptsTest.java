package fr.vigie.dispatch.voice.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.dispatch.voice.speech.ToneSpeech;
import fr.vigie.dispatch.voice.speech.Turn;
import fr.vigie.events.AlertStatus;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScriptsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration KEY_WAIT = Duration.ofSeconds(6);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final String WORDS = "Vol par ruse dans une bijouterie. Un doute : composez le 17.";

    @Test
    void shouldBoundTheWordsAloneAndNotWhatIsSaidAroundThem() {
        Scripts scripts = scripts(LONG);

        assertThat(script(scripts, "a".repeat(2_000)).message().duration()).isGreaterThan(Duration.ofMinutes(2));
        breaks("speakable", () -> script(scripts, "a".repeat(2_001)));
        assertThat(scripts.preview("a".repeat(2_000))).isCompleted();
        breaks("speakable", () -> scripts.preview("a".repeat(2_001)).join());
    }

    @Test
    void shouldSayItOnceWhereTwiceWouldNotFitIntoACall() {
        // Given
        Script twice = script(scripts(LONG), WORDS);
        Duration once = length(twice.message(), twice.menu());
        Duration all = once.plus(length(twice.repetition(), twice.keyWait()));

        // When
        Script fitting = script(scripts(all), WORDS);
        Script shortened = script(scripts(all.minus(MOMENT)), WORDS);
        Script shortest = script(scripts(once.minus(MOMENT)), WORDS);

        // Then
        assertThat(fitting.repetition().alaw()).isEqualTo(twice.repetition().alaw());
        assertThat(shortened.repetition().duration()).isLessThan(Duration.ofSeconds(1));
        assertThat(shortened.menu().alaw()).isEqualTo(twice.menu().alaw());
        assertThat(shortest.message().alaw()).isEqualTo(twice.message().alaw());
        assertThat(shortest.repetition().duration()).isLessThan(Duration.ofSeconds(1));
        breaks("duration", () -> script(scripts(twice.message().duration()), WORDS));
    }

    @Test
    void shouldSayBeforeThatWordsWouldNotFitIntoACall() {
        // Given a name of 120 characters, as long as may be, in a drill
        String authority = "Groupement de gendarmerie ".repeat(5).substring(0, 120);
        Duration call = Duration.ofSeconds(60);
        Scripts scripts = scripts(call);
        String words = "Vol. ";
        while (!scripts.preview(words + "Vol. ").isCompletedExceptionally()) {
            words += "Vol. ";
        }
        String longest = words;

        // Then
        assertThat(scripts.of(authority, AlertStatus.EXERCISE, longest, Turn.URGENT))
                .isCompleted();
        assertThat(scripts.preview(longest).join().duration()).isGreaterThan(call.dividedBy(2));
        breaks("duration", () -> scripts.preview(longest + "Vol. ").join());
        breaks("duration", () -> script(scripts, longest + longest));
    }

    private static void breaks(String rule, ThrowingCallable call) {
        assertThatThrownBy(call)
                .cause()
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.rule()).hasValue(rule));
    }

    private static Duration length(Rendering one, Rendering other) {
        return one.duration().plus(other.duration());
    }

    private static Script script(Scripts scripts, String words) {
        return scripts.of("Police", AlertStatus.ACTUAL, words, Turn.URGENT).join();
    }

    private static Scripts scripts(Duration call) {
        return new Scripts(
                new SpeechCache(new ToneSpeech("test"), Runnable::run, 1 << 24),
                Phrases.standard(),
                new Scripts.Limits(2_000, call, KEY_WAIT, KEY_WAIT));
    }
}
