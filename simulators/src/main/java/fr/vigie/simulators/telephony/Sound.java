package fr.vigie.simulators.telephony;

import java.util.Arrays;

/** Sound as telephones send it: frames of 20 ms, 160 octets, A-law (8) or µ-law (0). Made once, shared by all calls. */
final class Sound {

    static final int FRAME_MILLIS = 20;
    static final int FRAME_SAMPLES = 160;

    private static final int RATE = 8_000;
    private static final double GREETING_SECONDS = 6;
    private static final double BEEP_SECONDS = 0.6;

    private static final byte[][] VOICEMAIL_A_LAW = frames(8);
    private static final byte[][] VOICEMAIL_MU_LAW = frames(0);

    private Sound() {}

    /** A voicemail's greeting, talk without a long pause, and its beep of 1 kHz. */
    static byte[][] voicemail(int codec) {
        return codec == 8 ? VOICEMAIL_A_LAW : VOICEMAIL_MU_LAW;
    }

    /** Whether the octets hold only the smallest values around zero. */
    static boolean isSilence(int codec, byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int magnitude = codec == 8 ? (octets[i] ^ 0x55) & 0x7F : ~octets[i] & 0x7F;
            if (magnitude > 1) {
                return false;
            }
        }
        return true;
    }

    private static byte[][] frames(int codec) {
        int greeting = (int) (GREETING_SECONDS * RATE);
        int samples = greeting + (int) (BEEP_SECONDS * RATE);
        byte[] sound = new byte[samples];
        for (int i = 0; i < samples; i++) {
            double t = (double) i / RATE;
            double level;
            if (i < greeting) {
                // A voice's pitch and formants, rising and falling four times a second as syllables do.
                double syllable = 0.25 + 0.75 * Math.abs(Math.sin(Math.PI * 4 * t));
                level = syllable
                        * (0.5 * Math.sin(2 * Math.PI * 140 * t)
                                + 0.3 * Math.sin(2 * Math.PI * 620 * t)
                                + 0.2 * Math.sin(2 * Math.PI * 1_900 * t));
            } else {
                level = Math.sin(2 * Math.PI * 1_000 * t);
            }
            int pcm = (int) (level * 12_000);
            sound[i] = codec == 8 ? aLaw(pcm) : muLaw(pcm);
        }
        byte[][] frames = new byte[samples / FRAME_SAMPLES][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = Arrays.copyOfRange(sound, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES);
        }
        return frames;
    }

    /** ITU-T G.711, A-law. */
    private static byte aLaw(int pcm) {
        int sign = pcm >= 0 ? 0x80 : 0;
        int magnitude = Math.min(pcm >= 0 ? pcm : -pcm - 1, 32_635) >> 4;
        int exponent = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(magnitude) - 4);
        int mantissa = magnitude >> Math.max(0, exponent - 1);
        return (byte) ((sign | exponent << 4 | mantissa & 0x0F) ^ 0x55);
    }

    /** ITU-T G.711, µ-law. */
    private static byte muLaw(int pcm) {
        int sign = pcm < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(pcm), 32_635) + 132;
        int exponent = 7;
        for (int bit = 0x4000; exponent > 0 && (magnitude & bit) == 0; bit >>= 1) {
            exponent--;
        }
        return (byte) ~(sign | exponent << 4 | magnitude >> exponent + 3 & 0x0F);
    }
}
