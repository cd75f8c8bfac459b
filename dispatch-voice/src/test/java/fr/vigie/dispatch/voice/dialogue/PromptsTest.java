package fr.vigie.dispatch.voice.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.media.G711;
import fr.vigie.dispatch.voice.speech.Rendering;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.ToneSpeech;
import fr.vigie.dispatch.voice.speech.Turn;
import fr.vigie.events.AlertStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
    private static final AudioFormat LINEAR = new AudioFormat(8_000, 16, 1, true, false);
    private static final AudioFormat ALAW = new AudioFormat(Encoding.ALAW, 8_000, 8, 1, 1, 8_000, false);

    private static final Scripts.Limits LIMITS =
            new Scripts.Limits(2_000, Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofSeconds(1));

    @TempDir
    Path folder;

    @Test
    void shouldSayTheRecordingWhereThereIsOneAndSpeakTheRest() throws IOException {
        // Given
        SpeechCache speech = new SpeechCache(new ToneSpeech("test"), Runnable::run, 1 << 24);
        Phrases phrases = Phrases.of(
                Map.of(),
                Map.of(
                        "greeting", wav("greeting", LINEAR, 8_000).toString(),
                        "menu", wav("menu", ALAW, 4_000).toString()));
        Scripts scripts = new Scripts(speech, phrases, LIMITS);

        // When
        Script script =
                scripts.of("Police", AlertStatus.ACTUAL, "Un vol.", Turn.URGENT).join();

        // Then
        byte[] spoken = speech.render("Message d'alerte aux commerçants, Police. Un vol.", Turn.URGENT)
                .join()
                .alaw();
        byte[] message = script.message().alaw();
        assertThat(message).hasSize(8_000 + spoken.length);
        assertThat(Arrays.copyOfRange(message, 8_000, message.length)).isEqualTo(spoken);
        assertThat(script.menu().alaw()).hasSize(4_000).containsOnly(7);
        assertThat(script.repetition())
                .isSameAs(speech.render("Je répète. Un vol.", Turn.URGENT).join());
        assertThat(scripts.of("Police", AlertStatus.ACTUAL, "Un vol.", Turn.URGENT)
                        .join()
                        .message())
                .isSameAs(script.message());
    }

    @Test
    void shouldForgetWhatItHasMixedLongAgo() throws IOException {
        // Given
        SpeechCache speech = new SpeechCache(new ToneSpeech("test"), Runnable::run, 1 << 24);
        String greeting = wav("greeting", ALAW, 800).toString();
        Scripts scripts = new Scripts(speech, Phrases.of(Map.of(), Map.of("greeting", greeting)), LIMITS);
        Rendering first = message(scripts, "Un vol.");

        // When
        for (int alert = 0; alert < 100; alert++) {
            message(scripts, "Vol " + alert);
        }

        // Then
        Rendering again = message(scripts, "Un vol.");
        assertThat(again).isNotSameAs(first);
        assertThat(again.alaw()).isEqualTo(first.alaw());
        assertThat(message(scripts, "Vol 99")).isSameAs(message(scripts, "Vol 99"));
    }

    @Test
    void shouldTakeLinearSoundForWhatItIsInALaw() throws IOException {
        Rendering sound = Prompts.read(
                        Map.of("goodbye", wav("goodbye", LINEAR, 800).toString()))
                .get("goodbye");

        assertThat(sound.duration()).isEqualTo(Duration.ofMillis(100));
        assertThat(sound.alaw()).hasSize(800).containsOnly(G711.toAlaw(0x0707));
    }

    @Test
    void shouldNotStartWithAFileThatNoTelephoneCanPlay() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wav"), "Bonjour.");
        refused(text, "is no WAV file");
        refused(folder.resolve("missing.wav"), "cannot be read");
        refused(wav("fast", new AudioFormat(16_000, 16, 1, true, false), 800), "not 8 kHz");
        refused(wav("stereo", new AudioFormat(8_000, 16, 2, true, false), 800), "not 8 kHz");
        refused(wav("bytes", new AudioFormat(8_000, 8, 1, false, false), 800), "not 8 kHz");
        refused(wav("fine", new AudioFormat(8_000, 24, 1, true, false), 800), "not 8 kHz");
        refused(wav("ulaw", new AudioFormat(Encoding.ULAW, 8_000, 8, 1, 1, 8_000, false), 800), "not 8 kHz");
        refused(wav("empty", ALAW, 0), "empty");
        refused(wav("long", ALAW, 60 * 8_000 + 1), "longer than 60 s");
    }

    @Test
    void shouldRecordOnlyWhatIsAlwaysTheSame() throws IOException {
        String file = wav("any", ALAW, 800).toString();
        for (String name : new String[] {"message", "neutral", "choice.repeat.sentence", "choices", "hello"}) {
            assertThatThrownBy(() -> Phrases.of(Map.of(), Map.of(name, file)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no such fixed sentence");
        }
    }

    private static Rendering message(Scripts scripts, String words) {
        return scripts.of("Police", AlertStatus.ACTUAL, words, Turn.URGENT)
                .join()
                .message();
    }

    private static void refused(Path file, String complaint) {
        assertThatThrownBy(() -> Phrases.of(Map.of(), Map.of("goodbye", file.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vigie.voice.prompts.goodbye")
                .hasMessageContaining(complaint);
    }

    private Path wav(String name, AudioFormat format, int frames) throws IOException {
        byte[] sound = new byte[frames * format.getFrameSize()];
        Arrays.fill(sound, (byte) 7);
        Path file = folder.resolve(name + ".wav");
        try (AudioInputStream stream = new AudioInputStream(new ByteArrayInputStream(sound), format, frames)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        }
        return file;
    }
}
