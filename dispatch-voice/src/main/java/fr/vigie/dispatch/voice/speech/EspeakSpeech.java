package fr.vigie.dispatch.voice.speech;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * The espeak-ng program, one short process per text. The text goes in by standard input: arguments are visible to every
 * user of the machine.
 */
public final class EspeakSpeech implements Speech {
    /** Ten minutes at espeak's 22,050 Hz and 16 bits: more than any text that the cache lets through. */
    private static final int MAX_WAV_BYTES = 10 * 60 * 22_050 * 2;

    private static final float RATE = Rendering.SAMPLES_PER_SECOND;

    private final String program;
    private final String voice;
    private final int wordsPerMinute;
    private final Duration timeLimit;
    private final String version;

    private EspeakSpeech(String program, String voice, int wordsPerMinute, Duration timeLimit, String version) {
        this.program = program;
        this.voice = voice;
        this.wordsPerMinute = wordsPerMinute;
        this.timeLimit = timeLimit;
        this.version = version;
    }

    /**
     * Looks for the program by asking for its version.
     *
     * @param program name on the path, or a path
     * @param voice espeak voice, such as {@code fr}
     * @param wordsPerMinute speed
     * @param timeLimit for one text; the process is killed after it
     * @return the engine
     * @throws IOException where the program is missing or does not answer
     */
    public static EspeakSpeech find(String program, String voice, int wordsPerMinute, Duration timeLimit)
            throws IOException {
        Process process = new ProcessBuilder(program, "--version")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            killAfter(process, timeLimit);
            String answer = new String(output.readNBytes(400), StandardCharsets.UTF_8);
            if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException(program + " --version failed");
            }
            String line = answer.lines().findFirst().orElse("");
            int data = line.indexOf("  Data at");
            return new EspeakSpeech(
                    program, voice, wordsPerMinute, timeLimit, data > 0 ? line.substring(0, data) : line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public Rendering render(String text) {
        Process process = null;
        try {
            process = new ProcessBuilder(List.of(
                            program,
                            "-v",
                            voice,
                            "-s",
                            Integer.toString(wordsPerMinute),
                            "-b",
                            "1",
                            "--stdin",
                            "--stdout"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            killAfter(process, timeLimit);
            // The pipe's buffer (64 KiB on Linux) holds every text that is let through: this cannot block for long.
            try (OutputStream input = process.getOutputStream()) {
                input.write(plain(text).getBytes(StandardCharsets.UTF_8));
            }
            byte[] alaw;
            try (InputStream output = process.getInputStream()) {
                alaw = toAlaw(output);
            }
            if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new SpeechException(
                        "espeak-ng failed or took longer than " + timeLimit.toMillis() + " ms", false);
            }
            return new Rendering(alaw);
        } catch (IOException | UnsupportedAudioFileException e) {
            throw new SpeechException("espeak-ng gave no sound", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException("interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    @Override
    public Engine engine() {
        return new Engine("espeak-ng", true, voice + "/" + wordsPerMinute, version);
    }

    /** Double square brackets are phoneme codes to espeak; control characters are nothing to anybody. */
    private static String plain(String text) {
        return text.replace('[', ' ').replace(']', ' ').replaceAll("\\p{Cntrl}", " ");
    }

    private static byte[] toAlaw(InputStream wav) throws IOException, UnsupportedAudioFileException {
        AudioFormat linear = new AudioFormat(RATE, 16, 1, true, false);
        AudioFormat alaw = new AudioFormat(AudioFormat.Encoding.ALAW, RATE, 8, 1, 1, RATE, false);
        // The header of a stream cannot know its length, so espeak writes a huge one: the end of the stream decides.
        try (AudioInputStream source = AudioSystem.getAudioInputStream(new BufferedInputStream(wav, 1 << 16));
                AudioInputStream resampled = AudioSystem.getAudioInputStream(linear, source);
                AudioInputStream encoded = AudioSystem.getAudioInputStream(alaw, resampled)) {
            return encoded.readNBytes(MAX_WAV_BYTES);
        }
    }

    private static void killAfter(Process process, Duration limit) {
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
    }
}
