package fr.vigie.dispatch.voice.speech;

import fr.vigie.dispatch.voice.media.G711;
import java.time.Duration;
import java.util.Arrays;

/**
 * Sound at 8 kHz, mono, one byte per sample, shared by every call that plays it. Immutable by agreement: the arrays are
 * handed out without a copy, because thousands of calls read them fifty times a second, and nobody writes to them.
 */
public final class Rendering {
    /** Samples, and bytes, per second. */
    public static final int SAMPLES_PER_SECOND = 8_000;

    private final byte[] alaw;
    private volatile byte[] ulaw;

    /** @param alaw ITU-T G.711 A-law samples; owned by the rendering from now on */
    public Rendering(byte[] alaw) {
        this.alaw = alaw;
    }

    /** Nothing to hear, for so long. */
    public static Rendering silence(Duration length) {
        byte[] samples = new byte[Math.toIntExact(length.toMillis() * SAMPLES_PER_SECOND / 1_000)];
        Arrays.fill(samples, G711.ALAW_SILENCE);
        return new Rendering(samples);
    }

    /** A-law samples; not to be modified. */
    public byte[] alaw() {
        return alaw;
    }

    /** The same sound in µ-law, made at the first call; not to be modified. */
    public byte[] ulaw() {
        byte[] converted = ulaw;
        if (converted == null) {
            converted = G711.alawToUlaw(alaw);
            ulaw = converted;
        }
        return converted;
    }

    /** What it takes in memory. */
    int bytes() {
        return ulaw == null ? alaw.length : 2 * alaw.length;
    }

    /** How long it lasts. */
    public Duration duration() {
        return Duration.ofMillis(alaw.length * 1_000L / SAMPLES_PER_SECOND);
    }
}
