package fr.vigie.dispatch.voice.speech;

import fr.vigie.dispatch.voice.media.G711;

/**
 * Stands in where no engine is installed: short tones, as many as the text has words, so that telephones ring, are
 * answered and can be acknowledged, and everybody hears that words are missing.
 */
public final class ToneSpeech implements Speech {
    private static final int TONE_HZ = 520;
    private static final int AMPLITUDE = 6_000;
    private static final int PAUSE_SAMPLES = 800;
    /** French is read at about fifteen characters a second. */
    private static final int SAMPLES_PER_CHARACTER = Rendering.SAMPLES_PER_SECOND / 15;

    private final String detail;

    /** @param detail why there is no engine, for an operator */
    public ToneSpeech(String detail) {
        this.detail = detail;
    }

    @Override
    public Rendering render(String text) {
        String[] words = text.strip().split("\\s+");
        int total = 0;
        for (String word : words) {
            total += word.length() * SAMPLES_PER_CHARACTER + PAUSE_SAMPLES;
        }
        byte[] alaw = new byte[total];
        int position = 0;
        for (String word : words) {
            int tone = word.length() * SAMPLES_PER_CHARACTER;
            for (int i = 0; i < tone + PAUSE_SAMPLES; i++) {
                double sample =
                        i < tone ? AMPLITUDE * Math.sin(2 * Math.PI * TONE_HZ * i / Rendering.SAMPLES_PER_SECOND) : 0;
                alaw[position++] = G711.toAlaw((int) sample);
            }
        }
        return new Rendering(alaw);
    }

    @Override
    public Engine engine() {
        return new Engine("tone", false, "tone", detail);
    }
}
