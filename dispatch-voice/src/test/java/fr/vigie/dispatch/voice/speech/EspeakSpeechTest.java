package fr.vigie.dispatch.voice.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs espeak-ng for what it says; without it, only its absence is tested. */
class EspeakSpeechTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

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

    @Test
    void shouldKeepTheTextOutOfTheProcessList(@TempDir Path folder) throws IOException {
        EspeakSpeech speech = program(folder, "echo \"$@\" > $0.arguments; cat > $0.input", LIMIT);

        assertThatThrownBy(() -> speech.render("composez le dix-sept")).isInstanceOf(SpeechException.class);

        assertThat(Files.readString(folder.resolve("speaks.arguments"))).doesNotContain("composez");
        assertThat(Files.readString(folder.resolve("speaks.input"))).isEqualTo("composez le dix-sept");
    }

    @Test
    void shouldGiveTheEngineNoPhonemesAndNothingThatCannotBeSeen(@TempDir Path folder) throws IOException {
        EspeakSpeech speech = program(folder, "cat > $0.input", LIMIT);

        assertThatThrownBy(() -> speech.render("[[b0nZu:R]] \u0000\u0007 fin")).isInstanceOf(SpeechException.class);

        assertThat(Files.readString(folder.resolve("speaks.input"))).isEqualTo("  b0nZu:R      fin");
    }

    @Test
    void shouldTakeTheSoundOnlyOfAProgramThatSucceeds(@TempDir Path folder) throws IOException {
        AudioFormat format = new AudioFormat(22_050, 16, 1, true, false);
        try (AudioInputStream second =
                new AudioInputStream(new ByteArrayInputStream(new byte[44_100]), format, 22_050)) {
            AudioSystem.write(
                    second,
                    AudioFileFormat.Type.WAVE,
                    folder.resolve("speaks.wav").toFile());
        }

        Rendering said = program(folder, "cat $0.wav", LIMIT).render("bonjour");
        EspeakSpeech failing = program(folder, "cat $0.wav; exit 3", LIMIT);

        assertThat(said.duration()).isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010));
        assertThatThrownBy(() -> failing.render("bonjour")).isInstanceOf(SpeechException.class);
    }

    @Test
    void shouldKillAProgramThatTakesTooLong(@TempDir Path folder) throws IOException {
        EspeakSpeech speech = program(folder, "exec sleep 120", Duration.ofMillis(300));

        assertTimeout(LIMIT, () -> failsByTheEngine(speech));
    }

    @Test
    void shouldKillWhatAProgramThatTakesTooLongHasStarted(@TempDir Path folder) throws IOException {
        EspeakSpeech speech = program(
                folder, "sleep 120 & echo $! > $0.pid; mv $0.pid $0.child; sleep 120; true", Duration.ofMillis(1_000));
        Path started = folder.resolve("speaks.child");

        // A machine that stands still may take the program's time before it has started anything.
        assertTimeout(LIMIT, () -> {
            do {
                failsByTheEngine(speech);
            } while (!Files.exists(started));
        });

        long child = Long.parseLong(Files.readString(started).strip());
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static void failsByTheEngine(EspeakSpeech speech) {
        assertThatThrownBy(() -> speech.render("bonjour"))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.textAtFault()).isFalse());
    }

    /** A program that knows its version and does one thing when it is to speak. */
    private static EspeakSpeech program(Path folder, String does, Duration limit) throws IOException {
        Path file = folder.resolve("speaks");
        Files.writeString(file, "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 1; exit; fi\n" + does + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return EspeakSpeech.find(file.toString(), "fr", 155, limit);
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
