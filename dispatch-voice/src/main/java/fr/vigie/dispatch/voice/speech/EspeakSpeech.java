package fr.vigie.dispatch.voice.speech;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * The espeak-ng program, one short process per text. The text goes in by standard input: arguments are visible to every
 * user of the machine.
 */
public final class EspeakSpeech implements Speech {
    /** Ten minutes at espeak's 22,050 Hz and 16 bits: more than any text that is let through. */
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
     * @param timeLimit for one text; the process and its children are killed after it
     * @return the engine
     * @throws IOException where the program is missing or does not answer
     */
    public static EspeakSpeech find(String program, String voice, int wordsPerMinute, Duration timeLimit)
            throws IOException {
        Process process = new ProcessBuilder(program, "--version")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String answer = new String(output(process, 400, timeLimit), StandardCharsets.UTF_8);
            String line = answer.lines().findFirst().orElse("");
            int data = line.indexOf("  Data at");
            return new EspeakSpeech(
                    program, voice, wordsPerMinute, timeLimit, data > 0 ? line.substring(0, data) : line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            kill(process);
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
            // The pipe's buffer (64 KiB on Linux) holds every text that is let through: this cannot block for long.
            try (OutputStream input = process.getOutputStream()) {
                input.write(plain(text).getBytes(StandardCharsets.UTF_8));
            }
            return new Rendering(toAlaw(new ByteArrayInputStream(output(process, MAX_WAV_BYTES, timeLimit))));
        } catch (IOException | UnsupportedAudioFileException e) {
            throw new SpeechException("espeak-ng gave no sound", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException("interrupted", e);
        } finally {
            if (process != null) {
                kill(process);
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
        try (AudioInputStream source = AudioSystem.getAudioInputStream(wav);
                AudioInputStream resampled = AudioSystem.getAudioInputStream(linear, source);
                AudioInputStream encoded = AudioSystem.getAudioInputStream(alaw, resampled)) {
            return encoded.readNBytes(MAX_WAV_BYTES);
        }
    }

    /**
     * What the program writes until it ends. Read by a thread of its own: where a child of the program keeps the pipe open,
     * nothing but the pipe's end would bring a reader back.
     *
     * @throws IOException where it fails, or has not ended within the limit
     */
    private static byte[] output(Process process, int most, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            try (InputStream output = process.getInputStream()) {
                return output.readNBytes(most);
            }
        });
        Thread reader = new Thread(reading, "speech-output");
        reader.setDaemon(true);
        reader.start();
        try {
            byte[] output = reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new IOException("took longer than " + limit.toMillis() + " ms");
            }
            if (process.exitValue() != 0) {
                throw new IOException("ended with status " + process.exitValue());
            }
            return output;
        } catch (TimeoutException e) {
            throw new IOException("took longer than " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("its output cannot be read", e.getCause());
        }
    }

    /** With all that it has started: the program may be a script. */
    private static void kill(Process process) {
        List<ProcessHandle> started = process.descendants().toList(); // once it is dead they are nobody's
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
