package fr.vigie.dispatch.voice.media;

/**
 * What can be told of the other side's sound, frame by frame of 20 ms, whatever its packets hold: the beep of an
 * answering machine, and talk that is too long for someone who picks up a telephone. Deliberately simple: one pure tone
 * held for {@link #BEEP_FRAMES}, and loudness. A shop with loud music is taken for talk; the limit of talk is therefore configurable, and 0 turns it off.
 */
final class Listening {
    /** A tone shorter than 300 ms is no beep. */
    static final int BEEP_FRAMES = 15;

    /** Talk is over after 700 ms without. */
    static final int PAUSE_FRAMES = 35;

    /** Mean absolute sample of what counts as sound: about -36 dBFS. */
    private static final int LOUD = 500;

    private static final double PURE = 0.6;
    /**
     * Machines beep around 1 kHz or at 1,400 Hz. Steps of 25 Hz, since a frame of 20 ms tells tones 50 Hz apart. Not at
     * 440 Hz: that is the French ringing tone, which a switchboard plays while it looks for someone.
     */
    private static final Goertzel[] BEEPS = tones(900, 925, 950, 975, 1_000, 1_025, 1_050, 1_075, 1_100, 1_400);

    /** Packets hold up to 60 ms and come late by some; where nothing came for so long, nothing was sent. 100 ms. */
    static final int JITTER_FRAMES = 5;

    private final int longTalkFrames;
    private final short[] linear = new short[RtpLeg.FRAME_SAMPLES];
    private int gathered;
    private int missingFrames;
    private int toneFrames;
    private int talkFrames;
    private int quietFrames;
    private boolean toldTalk;

    /** What a frame made clear. */
    enum Sign {
        NOTHING,
        /** A beep has been heard and is over. */
        BEEP,
        /** The other side has talked for the limit, without a pause. */
        LONG_TALK,
        /** The other side has stopped after a long talk. */
        TALK_OVER
    }

    /** @param longTalkFrames limit of talk in frames of 20 ms; 0 for none */
    Listening(int longTalkFrames) {
        this.longTalkFrames = longTalkFrames;
    }

    /** 20 ms in which nothing came. */
    Sign nothing() {
        missingFrames++;
        if (missingFrames < JITTER_FRAMES) {
            return Sign.NOTHING;
        }
        gathered = 0;
        return judge(false, false, missingFrames == JITTER_FRAMES ? JITTER_FRAMES : 1);
    }

    /**
     * Some sound.
     *
     * @param samples A-law or µ-law bytes
     * @param length how many, from 0; no more than a frame
     */
    Sign sound(byte[] samples, int length, boolean ulaw) {
        missingFrames = 0;
        int first = Math.min(length, linear.length - gathered);
        gather(samples, 0, first, ulaw);
        if (gathered < linear.length) {
            return Sign.NOTHING;
        }
        Sign sign = frame();
        gathered = 0;
        gather(samples, first, length, ulaw);
        return sign;
    }

    private void gather(byte[] samples, int from, int to, boolean ulaw) {
        int at = gathered;
        for (int i = from; i < to; i++) {
            linear[at++] = ulaw ? G711.fromUlaw(samples[i]) : G711.fromAlaw(samples[i]);
        }
        gathered = at;
    }

    private Sign frame() {
        long sum = 0;
        for (short sample : linear) {
            sum += Math.abs(sample);
        }
        boolean loud = sum / linear.length > LOUD;
        return judge(loud, loud && pure(), 1);
    }

    private Sign judge(boolean loud, boolean tone, int frames) {
        boolean beepOver = !tone && toneFrames >= BEEP_FRAMES;
        toneFrames = tone ? toneFrames + 1 : 0;
        if (beepOver) {
            talkFrames = 0;
            return Sign.BEEP;
        }
        if (loud && !tone) {
            talkFrames += 1 + quietFrames;
            quietFrames = 0;
            if (!toldTalk && longTalkFrames > 0 && talkFrames >= longTalkFrames) {
                toldTalk = true;
                return Sign.LONG_TALK;
            }
        } else if (talkFrames > 0) {
            quietFrames += frames;
            return quietFrames >= PAUSE_FRAMES ? talkOver() : Sign.NOTHING;
        }
        return Sign.NOTHING;
    }

    private Sign talkOver() {
        boolean told = toldTalk;
        talkFrames = 0;
        quietFrames = 0;
        toldTalk = false;
        return told ? Sign.TALK_OVER : Sign.NOTHING;
    }

    private boolean pure() {
        for (Goertzel beep : BEEPS) {
            if (beep.share(linear, linear.length) > PURE) {
                return true;
            }
        }
        return false;
    }

    private static Goertzel[] tones(int... hertz) {
        Goertzel[] tones = new Goertzel[hertz.length];
        for (int i = 0; i < hertz.length; i++) {
            tones[i] = new Goertzel(hertz[i]);
        }
        return tones;
    }
}
