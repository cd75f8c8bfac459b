package fr.vigie.simulators.telephony;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * When the frames of one leg came, against the schedule that their sender set itself: a frame is due as long after the
 * first one as its RTP timestamp says, which is n times 20 ms for frame n. What all frames have in common, the way and
 * the moment at which the first one happened to leave, is taken out by the frame that came earliest against this
 * schedule: it counts as exactly on time, and every other one is late by how much longer it took. A sender that stopped
 * for a while may say so by a jump of its timestamps; frames that it left out so are counted as skipped.
 *
 * <p>Time is taken when the reading thread has the packet in its hand: what holds up the receiver's process is part of
 * the lateness, which is therefore an upper bound. Losses are gaps in the sequence numbers, also where a repeated frame
 * would make up for one in the count. What is lost after the last frame that came cannot be seen from here.
 */
final class Arrivals {
    private static final long NANOS_PER_SAMPLE = 125_000;
    private static final int NONE = Integer.MIN_VALUE;
    private static final int FIRST_ROOM = 512;
    /** A sequence number that is farther away belongs to another stream (RFC 3550, appendix A.1). */
    private static final int MAX_DROPOUT = 3_000;

    private int[] micros = new int[FIRST_ROOM];
    private int firstSequence;
    private int firstTimestamp;
    private int lastTimestamp;
    private int last = -1;
    private long firstNanos;
    private int frames;
    private int repeated;

    Arrivals() {
        Arrays.fill(micros, NONE);
    }

    /**
     * A frame came.
     *
     * @param sequence the 16 bits of its header
     * @param timestamp the 32 bits of its header: samples, 8,000 a second
     * @param nanos when, by {@link System#nanoTime}
     */
    synchronized void add(int sequence, int timestamp, long nanos) {
        if (last < 0) {
            firstSequence = sequence;
            firstTimestamp = timestamp;
            lastTimestamp = timestamp;
            firstNanos = nanos;
            last = 0;
        }
        int n = last + (short) (sequence - (firstSequence + last));
        if (n < 0 || n > last + MAX_DROPOUT) {
            return;
        }
        if (n >= micros.length) {
            int room = micros.length;
            micros = Arrays.copyOf(micros, Math.max(2 * room, n + 1));
            Arrays.fill(micros, room, micros.length, NONE);
        }
        if (micros[n] != NONE) {
            repeated++;
            return;
        }
        if (n > last) {
            last = n;
            lastTimestamp = timestamp;
        }
        frames++;
        long due = (timestamp - firstTimestamp) * NANOS_PER_SAMPLE;
        micros[n] = (int) Math.max(NONE + 1L, Math.min(Integer.MAX_VALUE, (nanos - firstNanos - due) / 1_000));
    }

    /** Frames that came, each counted once. */
    synchronized int frames() {
        return frames;
    }

    /** Frames that came before. */
    synchronized int repeated() {
        return repeated;
    }

    /** Missing between the first and the last. */
    synchronized int lost() {
        return last + 1 - frames;
    }

    /** Left out by the sender, by its timestamps. */
    synchronized int skipped() {
        return Math.max(0, (lastTimestamp - firstTimestamp) / Sound.FRAME_SAMPLES - Math.max(0, last));
    }

    /** When the first came, by {@link System#nanoTime}; meaningless where none did. */
    synchronized long firstNanos() {
        return firstNanos;
    }

    /** Tells the lateness of every frame, in microseconds. */
    synchronized void lateness(LongConsumer each) {
        long earliest = Long.MAX_VALUE;
        for (int n = 0; n <= last; n++) {
            if (micros[n] != NONE) {
                earliest = Math.min(earliest, micros[n]);
            }
        }
        for (int n = 0; n <= last; n++) {
            if (micros[n] != NONE) {
                each.accept(micros[n] - earliest);
            }
        }
    }
}
