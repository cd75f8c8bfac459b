package fr.vigie.dispatch.voice.media;

/** How much of a frame's energy lies at one frequency (Goertzel's algorithm). */
final class Goertzel {
    private final double coefficient;

    /** @param hz frequency looked for, at 8,000 samples a second */
    Goertzel(double hz) {
        coefficient = 2 * Math.cos(2 * Math.PI * hz / 8_000);
    }

    /**
     * Share of the energy of the frame at this frequency.
     *
     * @return about 1 for a pure tone there, near 0 for anything else; 0 for silence
     */
    double share(short[] frame, int length) {
        double before = 0;
        double beforeThat = 0;
        double energy = 0;
        for (int i = 0; i < length; i++) {
            double sample = frame[i];
            double now = sample + coefficient * before - beforeThat;
            beforeThat = before;
            before = now;
            energy += sample * sample;
        }
        if (energy == 0) {
            return 0;
        }
        double power = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
        return 2 * power / (length * energy);
    }
}
