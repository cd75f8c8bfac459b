package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Recordings of fixed sentences: WAV files at 8 kHz, mono, in A-law or linear with 16 bits; at most a minute. */
final class Prompts {
    private static final int LONGEST_SECONDS = 60;
    private static final float RATE = Rendering.SAMPLES_PER_SECOND;
    private static final AudioFormat ALAW = new AudioFormat(Encoding.ALAW, RATE, 8, 1, 1, RATE, false);

    private Prompts() {}

    /**
     * Reads the files.
     *
     * @param files paths by name of the sentence
     * @throws IllegalArgumentException where one cannot be read or is no such file
     */
    static Map<String, Rendering> read(Map<String, String> files) {
        Map<String, Rendering> prompts = new TreeMap<>();
        files.forEach((name, path) -> prompts.put(name, read(name, new File(path))));
        return prompts;
    }

    private static Rendering read(String name, File file) {
        try (AudioInputStream recorded = AudioSystem.getAudioInputStream(file)) {
            AudioFormat format = recorded.getFormat();
            boolean linear = format.getEncoding() == Encoding.PCM_SIGNED && format.getSampleSizeInBits() == 16;
            if (format.getSampleRate() != RATE
                    || format.getChannels() != 1
                    || !(linear || format.getEncoding() == Encoding.ALAW)) {
                throw unusable(name, "is " + format + ", not 8 kHz, mono, A-law or 16 bits", null);
            }
            try (AudioInputStream alaw = linear ? AudioSystem.getAudioInputStream(ALAW, recorded) : recorded) {
                byte[] samples = alaw.readNBytes(LONGEST_SECONDS * Rendering.SAMPLES_PER_SECOND + 1);
                if (samples.length == 0 || samples.length > LONGEST_SECONDS * Rendering.SAMPLES_PER_SECOND) {
                    throw unusable(name, "is empty or longer than " + LONGEST_SECONDS + " s", null);
                }
                return new Rendering(samples);
            }
        } catch (IOException e) {
            throw unusable(name, "cannot be read", e);
        } catch (UnsupportedAudioFileException e) {
            throw unusable(name, "is no WAV file", e);
        }
    }

    private static IllegalArgumentException unusable(String name, String why, Exception cause) {
        return new IllegalArgumentException("vigie.voice.prompts." + name + " " + why, cause);
    }
}
