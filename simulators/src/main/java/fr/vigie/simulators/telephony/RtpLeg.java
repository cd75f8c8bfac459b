package fr.vigie.simulators.telephony;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The telephone's end of a call's sound: a port of its own, counts of what came in (written by the reading thread
 * only), and packets out (one thread only). What cannot be sent is lost, as on a network.
 */
final class RtpLeg implements AutoCloseable {

    private static final int HEADER_BYTES = 12;

    private final DatagramChannel channel;
    private final int port;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + Sound.FRAME_SAMPLES);
    private int sequence = ThreadLocalRandom.current().nextInt(0x8000);
    private int timestamp = ThreadLocalRandom.current().nextInt();
    private volatile SessionDescription remote;

    private volatile long packets;
    private volatile long silent;
    private final Arrivals arrivals = new Arrivals();
    private volatile long lastSoundNanos;
    private volatile boolean heardSound;
    private volatile long recordedFrom = -1;
    private volatile int highestSequence;
    private volatile RtcpAnswers reports;

    RtpLeg(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    int port() {
        return port;
    }

    /** Its name in RTP and RTCP. */
    int source() {
        return ssrc;
    }

    /** With the cycles of 65,536 in its upper half; 0 where nothing came. */
    int highestSequence() {
        return highestSequence;
    }

    /** Closed with the leg. */
    void report(RtcpAnswers answers) {
        reports = answers;
    }

    void connect(SessionDescription description) {
        remote = description;
    }

    /** Null until the caller's side is known. */
    SessionDescription remote() {
        return remote;
    }

    long packets() {
        return packets;
    }

    long silentPackets() {
        return silent;
    }

    long lostPackets() {
        return arrivals.lost();
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** A machine records from now on. */
    void record() {
        recordedFrom = packets - silent;
    }

    /** Packets with sound since {@link #record}; 0 where nothing records. */
    long recordedPackets() {
        return recordedFrom < 0 ? 0 : packets - silent - recordedFrom;
    }

    /** Whether something was said, and since then nothing for so long. */
    boolean quietFor(long nanos) {
        return heardSound && System.nanoTime() - lastSoundNanos > nanos;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void received(byte[] packet, int length, long nanos) {
        if (length < HEADER_BYTES || (packet[0] & 0xC0) != 0x80 || isReport(packet[1] & 0xFF)) {
            return;
        }
        int sequence = number(packet, 2, 2);
        highestSequence = packets == 0
                ? sequence
                : Math.max(highestSequence, highestSequence + (short) (sequence - highestSequence));
        packets++;
        arrivals.add(sequence, number(packet, 4, 4), nanos);
        int payload = packet[1] & 0x7F;
        if ((payload == 8 || payload == 0) && !Sound.isSilence(payload, packet, HEADER_BYTES, length)) {
            heardSound = true;
            lastSoundNanos = nanos;
        } else {
            silent++;
        }
    }

    /** RTCP (RFC 5761, section 4): a caller's reports go to the port after a call's, which may be another call's. */
    private static boolean isReport(int type) {
        return type >= 192 && type <= 223;
    }

    private static int number(byte[] packet, int from, int octets) {
        int number = 0;
        for (int i = from; i < from + octets; i++) {
            number = number << 8 | packet[i] & 0xFF;
        }
        return number;
    }

    void sendFrame(byte[] frame) {
        begin(remote.codec(), false, timestamp);
        out.put(frame);
        send();
        timestamp += Sound.FRAME_SAMPLES;
    }

    /**
     * One packet of a pressed key (RFC 4733, 2.3).
     *
     * @param step 0 for the first, whose packet carries the marker
     * @param end whether the key was let go; sent three times with the same duration
     */
    void sendKey(int event, int step, int duration, boolean end) {
        begin(remote.eventPayload(), step == 0, timestamp);
        out.put((byte) event).put((byte) ((end ? 0x80 : 0) | 10)).putShort((short) duration);
        send();
    }

    /** Moves the clock past a key, so that the next one is another event. */
    void endKey(int duration) {
        timestamp += duration;
    }

    private void begin(int payload, boolean marker, int at) {
        out.clear();
        out.put((byte) 0x80).put((byte) ((marker ? 0x80 : 0) | payload));
        out.putShort((short) sequence++).putInt(at).putInt(ssrc);
    }

    private void send() {
        try {
            channel.send(out.flip(), remote.remote());
        } catch (IOException | RuntimeException e) {
            return; // the caller's side is gone or its address was never one: sound gets lost
        }
    }

    @Override
    public void close() {
        if (reports != null) {
            reports.close();
        }
        try {
            channel.close();
        } catch (IOException e) {
            return; // closed either way
        }
    }
}
