package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;

/**
 * What comes of the other side's stream, by the rules of RFC 3550 appendices A.1, A.3 and A.8. One source is followed at
 * a time; another one takes over with its second packet in sequence, so that strays change nothing. Arrivals are seen
 * once a frame: jitter below 20 ms is mostly our own.
 */
final class Reception {
    private static final int MAX_DROPOUT = 3_000;
    private static final int MAX_MISORDER = 100;
    private static final int CYCLE = 1 << 16;
    private static final int MOST_LOST = 0x7F_FFFF;
    private static final int SAMPLES_PER_MILLI = 8;

    private boolean any;
    private int source;
    private int first;
    private int highest;
    private long cycles;
    private long packets;

    private boolean strange;
    private int strangeSource;
    private int strangeNext;

    private boolean timed;
    private int transit;
    /** Scaled by 16, as in A.8. */
    private long jitter;

    private long worstJitter;
    private long expectedBefore;
    private long packetsBefore;
    /** Of sources that were followed before. */
    private long lostEarlier;

    /**
     * A packet with a well-formed header.
     *
     * @param from its source
     * @param number its sequence number, 16 bits
     * @return whether it belongs to the source that is followed
     */
    synchronized boolean packet(int from, int number) {
        if (!any) {
            follow(from, number, 1);
            return true;
        }
        int step = number - highest & 0xFFFF;
        if (from != source || step >= MAX_DROPOUT && step <= CYCLE - MAX_MISORDER) {
            return secondStranger(from, number);
        }
        if (step < MAX_DROPOUT) {
            if (number < highest) {
                cycles += CYCLE;
            }
            highest = number;
        }
        packets++;
        return true;
    }

    private boolean secondStranger(int from, int number) {
        if (strange && from == strangeSource && number == strangeNext) {
            lostEarlier += Math.max(0, expected() - packets);
            follow(from, number - 1 & 0xFFFF, 2);
            highest = number;
            cycles = number == 0 ? CYCLE : 0;
            return true;
        }
        strange = true;
        strangeSource = from;
        strangeNext = number + 1 & 0xFFFF;
        return false;
    }

    private void follow(int from, int number, int count) {
        any = true;
        source = from;
        first = number;
        highest = number;
        cycles = 0;
        packets = count;
        strange = false;
        timed = false;
        jitter = 0;
        expectedBefore = 0;
        packetsBefore = 0;
    }

    /**
     * A packet of sound of the source that is followed; keys repeat their time and say nothing here.
     *
     * @param timestamp of its header
     * @param arrival in samples, on a clock of ours
     */
    synchronized void sound(int timestamp, int arrival) {
        int now = arrival - timestamp;
        if (timed) {
            jitter += Math.abs((long) (now - transit)) - (jitter + 8 >> 4);
            worstJitter = Math.max(worstJitter, jitter >> 4);
        }
        timed = true;
        transit = now;
    }

    /** Packets of its sound that never came. */
    synchronized long lost() {
        return lostEarlier + (any ? Math.max(0, expected() - packets) : 0);
    }

    /** The greatest jitter so far; -1 where too little came to tell. */
    synchronized int worstJitterMillis() {
        return timed ? (int) Math.min(Integer.MAX_VALUE, worstJitter / SAMPLES_PER_MILLI) : -1;
    }

    synchronized boolean any() {
        return any;
    }

    synchronized boolean follows(int someone) {
        return any && source == someone;
    }

    /**
     * Writes a report block (RFC 3550 section 6.4.1) and begins the next interval.
     *
     * @param lastReport of the other side's last sender report, or 0
     * @param delay since it came, in 1/65,536 s
     */
    synchronized void report(ByteBuffer out, int lastReport, int delay) {
        long expected = expected();
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (packets - packetsBefore);
        expectedBefore = expected;
        packetsBefore = packets;
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
        long lost = Math.max(-MOST_LOST - 1, Math.min(MOST_LOST, expected - packets));
        out.putInt(source);
        out.putInt(fraction << 24 | (int) lost & 0xFF_FFFF);
        out.putInt((int) (cycles + highest));
        out.putInt((int) Math.min(0xFFFF_FFFFL, jitter >> 4));
        out.putInt(lastReport);
        out.putInt(delay);
    }

    private long expected() {
        return cycles + highest - first + 1;
    }
}
