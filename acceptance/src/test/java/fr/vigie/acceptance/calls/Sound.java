package fr.vigie.acceptance.calls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** What was spoken or heard: 8 kHz, mono. A-law is the same sixteen bits to everybody (ITU-T G.711). */
final class Sound {
    private static final int QUIET = 8;

    private final short[] samples;

    private Sound(short[] samples) {
        this.samples = samples;
    }

    /** Reads a WAV, A-law or linear. */
    static Sound of(byte[] wav) {
        try (AudioInputStream file = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav));
                AudioInputStream linear = AudioSystem.getAudioInputStream(
                        new AudioFormat(file.getFormat().getSampleRate(), 16, 1, true, false), file)) {
            ShortBuffer read = ByteBuffer.wrap(linear.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            short[] samples = new short[read.remaining()];
            read.get(samples);
            return new Sound(samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedAudioFileException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whether all of it, but for the silence around, was heard in one piece, sample by sample. */
    boolean contains(Sound spoken) {
        short[] words = spoken.withoutSilenceAround();
        for (int at = 0; at + words.length <= samples.length; at++) {
            if (Arrays.equals(samples, at, at + words.length, words, 0, words.length)) {
                return words.length > 0;
            }
        }
        return false;
    }

    private short[] withoutSilenceAround() {
        int from = 0;
        int to = samples.length;
        while (from < to && Math.abs(samples[from]) <= QUIET) {
            from++;
        }
        while (from < to && Math.abs(samples[to - 1]) <= QUIET) {
            to--;
        }
        return Arrays.copyOfRange(samples, from, to);
    }
}
