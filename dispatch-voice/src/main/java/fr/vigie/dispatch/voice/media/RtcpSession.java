package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The reports of one leg: ours, when they are due, and what the other side's say. Belongs to the pacing thread; only
 * {@link #heard} may be asked from others.
 */
final class RtcpSession implements RtcpReader.Sink {
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int GOODBYE = 203;
    private static final int CNAME = 1;
    private static final int FRAMES_PER_SECOND = 50;
    /**
     * Between reports, in seconds (RFC 3550 section 6.2). Two members need 1/80 of the 5 % of bandwidth that reports may
     * take, so it is always the least that counts, and nobody's coming or going changes it (section 6.3.3).
     */
    private static final double LEAST_INTERVAL = 5;
    /** Makes up for the reconsideration's bias towards short intervals (section 6.3.1). */
    private static final double COMPENSATION = Math.E - 1.5;

    private final int source;
    private final byte[] name;
    private final NtpTime time;
    private final Reception reception;
    private final TheirReports theirs = new TheirReports();
    private final Random random;
    private int framesLeft;
    private boolean begun;
    private long sentAtLast;
    private long sentBeforeLast;
    private int theirReport;
    private long theirReportNanos;

    // Of the packet that is being read.
    private long readAt;
    private int firstSent;
    private long sentSoFar;

    /**
     * @param source ours
     * @param name our canonical name, in ASCII: random, says nothing about host or number (RFC 7022)
     * @param random spreads the reports of many legs
     */
    RtcpSession(int source, byte[] name, NtpTime time, Reception reception, Random random) {
        this.source = source;
        this.name = name;
        this.time = time;
        this.reception = reception;
        this.random = random;
        this.framesLeft = interval(LEAST_INTERVAL / 2, random.nextDouble());
    }

    /** Frames until the next report. */
    static int interval(double least, double random) {
        return (int) Math.ceil(least * (0.5 + random) / COMPENSATION * FRAMES_PER_SECOND);
    }

    /** To be asked once a frame: whether a report is due now. */
    boolean due() {
        if (--framesLeft > 0) {
            return false;
        }
        framesLeft = interval(LEAST_INTERVAL, random.nextDouble());
        return true;
    }

    /** Whether the other side knows of us by a report. */
    boolean begun() {
        return begun;
    }

    /**
     * Writes a compound packet.
     *
     * @param timestamp of the sound that is sent now
     * @param sent packets sent so far
     * @param goodbye whether it is the last
     */
    void write(ByteBuffer out, long now, int timestamp, long sent, boolean goodbye) {
        out.clear();
        int blocks = reception.any() ? 1 : 0;
        if (sent > sentBeforeLast) { // section 6.4: whoever sent within the last two intervals is a sender
            head(out, blocks, RtcpReader.SENDER_REPORT, 6 + 6 * blocks);
            out.putInt(source).putLong(time.at(now)).putInt(timestamp);
            out.putInt((int) sent).putInt((int) (sent * RtpLeg.FRAME_SAMPLES));
        } else {
            head(out, blocks, RtcpReader.RECEIVER_REPORT, 1 + 6 * blocks);
            out.putInt(source);
        }
        if (blocks == 1) {
            long delay = theirReport == 0 ? 0 : (now - theirReportNanos) * (1 << 16) / 1_000_000_000;
            reception.report(out, theirReport, (int) Math.min(Integer.MAX_VALUE, delay));
        }
        describe(out);
        if (goodbye) {
            head(out, 1, GOODBYE, 1);
            out.putInt(source);
        }
        out.flip();
        sentBeforeLast = sentAtLast;
        sentAtLast = sent;
        begun = true;
    }

    private void describe(ByteBuffer out) {
        // Chunk: source, type, length, name, and zeros up to the next word, at least one (section 6.5).
        int words = (4 + 2 + name.length) / 4 + 1;
        int end = out.position() + 4 + 4 * words;
        head(out, 1, SOURCE_DESCRIPTION, words);
        out.putInt(source).put((byte) CNAME).put((byte) name.length).put(name);
        while (out.position() < end) {
            out.put((byte) 0);
        }
    }

    private static void head(ByteBuffer out, int count, int type, int words) {
        out.put((byte) (0x80 | count)).put((byte) type).putShort((short) words);
    }

    /**
     * Reads what came.
     *
     * @param first our first sequence number
     * @param sent packets sent so far
     * @return whether it was RTCP
     */
    boolean read(ByteBuffer packet, long now, int first, long sent) {
        readAt = now;
        firstSent = first;
        sentSoFar = sent;
        return RtcpReader.read(packet, this);
    }

    @Override
    public void sender(int from, int ntpMiddle) {
        if (reception.follows(from)) {
            theirReport = ntpMiddle;
            theirReportNanos = readAt;
        }
    }

    @Override
    public void block(int about, int fraction, int lost, long highest, long jitter, int lastReport, int delay) {
        if (about != source) {
            return;
        }
        theirs.block(fraction, lost, highest, jitter, firstSent, sentSoFar);
        if (lastReport != 0) {
            theirs.trip(NtpTime.middle(time.at(readAt)), lastReport, delay);
        }
    }

    /** What the other side said of our sound; null for nothing. */
    LegReport.Heard heard() {
        return theirs.heard();
    }
}
