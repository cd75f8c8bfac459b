package fr.vigie.dispatch.voice.media;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** The stream that we send: what is played, or silence, frame by frame. Belongs to the pacing thread, but for play. */
final class OutgoingSound {
    static final int HEADER_BYTES = 12;

    private final int source = ThreadLocalRandom.current().nextInt();
    private final int first = ThreadLocalRandom.current().nextInt() & 0xFFFF;
    private int sequence = first;
    private int timestamp = ThreadLocalRandom.current().nextInt();
    private boolean resumes = true;
    private volatile Playing playing;

    /** What is being played; the position belongs to the pacing thread. */
    private static final class Playing {
        private final Rendering sound;
        private int position;

        private Playing(Rendering sound) {
            this.sound = sound;
        }

        private byte[] samples(int payloadType) {
            return payloadType == RtpLeg.PCMU ? sound.ulaw() : sound.alaw();
        }
    }

    int source() {
        return source;
    }

    /** Our first sequence number, 16 bits. */
    int first() {
        return first;
    }

    /** Of the frame that was written last, or would have been. */
    int timestamp() {
        return timestamp - RtpLeg.FRAME_SAMPLES;
    }

    void play(Rendering rendering) {
        playing = new Playing(rendering);
    }

    void forget() {
        playing = null;
    }

    /** So many frames' time in which nothing is sent: the stream's clock goes on, and what is played waits. */
    void pause(int frames) {
        timestamp += frames * RtpLeg.FRAME_SAMPLES;
        resumes = true;
    }

    /** @return whether what was played has come to its end with this frame */
    boolean frame(ByteBuffer out, int payloadType) {
        Playing now = playing;
        out.clear();
        out.put((byte) 0x80).put((byte) (payloadType | (resumes ? 0x80 : 0)));
        out.putShort((short) sequence++).putInt(timestamp).putInt(source);
        timestamp += RtpLeg.FRAME_SAMPLES;
        resumes = false;
        int length = 0;
        byte[] samples = now == null ? null : now.samples(payloadType);
        if (now != null) {
            length = Math.min(RtpLeg.FRAME_SAMPLES, samples.length - now.position);
            out.put(samples, now.position, length);
            now.position += length;
        }
        byte silence = payloadType == RtpLeg.PCMU ? G711.ULAW_SILENCE : G711.ALAW_SILENCE;
        for (int i = length; i < RtpLeg.FRAME_SAMPLES; i++) {
            out.put(silence);
        }
        out.flip();
        if (now == null || now.position < samples.length || playing != now) {
            return false;
        }
        playing = null;
        return true;
    }
}
