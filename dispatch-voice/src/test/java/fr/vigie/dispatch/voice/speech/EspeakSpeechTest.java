package fr.vigie.dispatch.voice.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Needs espeak-ng for what it says; without it, only its absence is tested. */
class EspeakSpeechTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldSpeakFrench() {
        EspeakSpeech speech = installed();

        Rendering rendering = speech.render("Comportements de repérage signalés. Un doute : composez le 17.");

        assertThat(rendering.duration()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(9));
        assertThat(speech.engine().speaks()).isTrue();
        assertThat(speech.engine().detail()).contains("eSpeak");
    }

    @Test
    void shouldNotTakeBracketsForPhonemesNorATextForAnOption() {
        EspeakSpeech speech = installed();

        assertThat(speech.render("--help [[b0nZu:R]] \u0000 fin").duration()).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldSayThatTheProgramIsMissing() {
        assertThatThrownBy(() -> EspeakSpeech.find("espeak-that-is-not-there", "fr", 155, LIMIT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldFailWhenTheProgramGivesNoSound() throws IOException {
        EspeakSpeech silent = EspeakSpeech.find("true", "fr", 155, LIMIT);

        assertThatThrownBy(() -> silent.render("bonjour"))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());
    }

    private static EspeakSpeech installed() {
        try {
            return EspeakSpeech.find("espeak-ng", "fr", 155, LIMIT);
        } catch (IOException e) {
            assumeThat(e).as("espeak-ng is installed").isNull();
            throw new IllegalStateException(e);
        }
    }
}
