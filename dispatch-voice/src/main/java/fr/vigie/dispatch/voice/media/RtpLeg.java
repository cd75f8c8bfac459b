package fr.vigie.dispatch.voice.media;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sound of one call: every 20 ms one frame out, of what is played or of silence, and whatever came in; and now and
 * then a report (RTCP). All its work is done by one pacing thread; the other methods may be called from any thread.
 */
public final class RtpLeg {
    /** Samples, and bytes, of a frame of 20 ms. */
    public static final int FRAME_SAMPLES = 160;

    /** Static payload types of RFC 3551. */
    public static final int PCMU = 0;

    /** Static payload types of RFC 3551. */
    public static final int PCMA = 8;

    private final LegSockets sockets;
    private final Traffic traffic;
    private final OutgoingSound out = new OutgoingSound();
    private final Reception reception = new Reception();
    private final IncomingSound in = new IncomingSound(reception);
    private final RtcpSession reports;
    private boolean soundNow;
    private boolean somethingNow;
    private boolean soundCame;
    private int quietFrames;

    private volatile long sent;
    private volatile long received;
    private volatile long early;
    private volatile Peer peer;
    private volatile boolean held;
    private volatile boolean closed;

    /** Packets of all legs together. */
    record Traffic(LongAdder sent, LongAdder received, LongAdder reportsSent, LongAdder reportsReceived) {
        Traffic() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /**
     * @param sockets its own, closed with it
     * @param name for reports, random
     * @param time of the reports
     */
    RtpLeg(LegSockets sockets, String name, NtpTime time, Traffic traffic) {
        this.sockets = sockets;
        this.traffic = traffic;
        this.reports = new RtcpSession(
                out.source(), name.getBytes(StandardCharsets.US_ASCII), time, reception, ThreadLocalRandom.current());
    }

    /** The local UDP port, for the offer; the one after it is for RTCP. */
    public int port() {
        return sockets.port();
    }

    /** Frames sent so far. */
    public long framesSent() {
        return sent;
    }

    /** Packets that came from the other side so far, keys among them. */
    public long packetsReceived() {
        return received;
    }

    /** What has come of the sound so far. */
    public LegReport report() {
        int jitter = reception.worstJitterMillis();
        return new LegReport(
                sent, received, early, reception.lost(), jitter < 0 ? null : Integer.valueOf(jitter), reports.heard());
    }

    /**
     * Takes the sound that comes before the answer: counted, not listened to, and not answered with any.
     *
     * @param to what the preview says
     * @param signalling host that sent it
     */
    public void preview(Destination to, InetAddress signalling) {
        Peer old = peer;
        if (old == null || !old.answered()) {
            peer = Peer.early(to, signalling);
        }
    }

    /**
     * Starts the sound.
     *
     * @param to where and how the answer wants it
     * @param signalling host that answered; sound may come from there too
     * @param longTalkFrames when talk is too long for a person, in frames of 20 ms; 0 never
     * @param deadFrames how long nothing may come once something has, in frames of 20 ms; 0 for ever
     * @param listener hears of this leg
     */
    public void connect(
            Destination to, InetAddress signalling, int longTalkFrames, int deadFrames, LegListener listener) {
        peer = new Peer(to, signalling, true, new Listening(longTalkFrames), deadFrames, listener);
    }

    /** Sends the sound on to another address or in another code, from where it is. Nothing where not connected. */
    public void redirect(Destination to) {
        Peer old = peer;
        if (old != null) {
            peer = old.movedTo(to);
        }
    }

    /** On hold nothing is sent but reports, and what is being played waits. */
    public void hold(boolean on) {
        held = on;
    }

    /** Plays this from its start, instead of what was being played. {@code soundEnded} is told once, at its end. */
    public void play(Rendering rendering) {
        out.play(rendering);
    }

    /** Ends the leg; the pacing thread says so by RTCP and closes the sockets at its next frame. */
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** The pacing thread waits for them. */
    LegSockets sockets() {
        return sockets;
    }

    /** Says goodbye where the other side knows of us, and closes the sockets. */
    void release(ByteBuffer buffer, long now) {
        Peer current = peer;
        if (current != null && current.answered() && (sent > 0 || reports.begun())) {
            sendReport(current, buffer, now, true);
        }
        out.forget();
        sockets.close();
    }

    /**
     * Reads one packet, where there is one.
     *
     * @param socket which of the leg's
     * @param buffer a direct buffer, at least as large as a packet can be
     * @param now of {@link System#nanoTime}
     */
    void read(SelectableChannel socket, ByteBuffer buffer, long now) {
        boolean control = socket == sockets.control();
        InetSocketAddress from = LegSockets.receive(control ? sockets.control() : sockets.sound(), buffer);
        Peer current = peer;
        if (from == null || current == null) {
            return;
        }
        if (control) {
            if (current.answered() && current.reports(from.getAddress())) {
                readReport(buffer, now);
            }
        } else if (current.sends(from.getAddress())) {
            readSound(current, buffer, now);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void readSound(Peer current, ByteBuffer buffer, long now) {
        if (current.to().mux() && RtcpReader.isControl(buffer)) {
            readReport(buffer, now);
            return;
        }
        somethingNow = true;
        traffic.received().increment();
        received++;
        if (!current.answered()) {
            early++;
        }
        soundNow |= in.read(current, buffer, now);
    }

    /**
     * One frame's work once all that came has been read: sends one frame, and a report when one is due.
     *
     * @param buffer as above
     * @param now of {@link System#nanoTime}
     */
    void tick(ByteBuffer buffer, long now) {
        boolean sound = soundNow;
        boolean something = somethingNow;
        soundNow = false;
        somethingNow = false;
        Peer current = peer;
        if (current == null || !current.answered() || closed) {
            return;
        }
        soundCame |= sound;
        watch(current, something);
        if (!sound) {
            in.nothing(current);
        }
        if (held) {
            out.pause(1);
        } else {
            send(current, buffer);
        }
        if (reports.due()) {
            sendReport(current, buffer, now, false);
        }
    }

    /** Frames that nobody sent, since the machine stood still. */
    void skip(int frames) {
        out.pause(frames);
    }

    private void readReport(ByteBuffer packet, long now) {
        if (reports.read(packet, now, out.first(), sent)) {
            traffic.reportsReceived().increment();
        }
    }

    /** A telephone that never sent sound may be one that only listens; on hold nothing is expected. */
    private void watch(Peer current, boolean somethingCame) {
        if (held || !soundCame || somethingCame) {
            quietFrames = 0;
        } else if (++quietFrames == current.deadFrames()) {
            current.listener().lineDead();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void send(Peer current, ByteBuffer buffer) {
        boolean ended = out.frame(buffer, current.to().payloadType());
        if (LegSockets.send(sockets.sound(), buffer, current.to().sound())) {
            sent++;
            traffic.sent().increment();
        }
        if (ended) {
            current.listener().soundEnded();
        }
    }

    private void sendReport(Peer current, ByteBuffer buffer, long now, boolean goodbye) {
        InetSocketAddress to = current.to().control();
        if (to == null || to.getAddress().isAnyLocalAddress()) { // the hold of RFC 2543
            return;
        }
        reports.write(buffer, now, out.timestamp(), sent, goodbye);
        if (LegSockets.send(current.to().mux() ? sockets.sound() : sockets.control(), buffer, to)) {
            traffic.reportsSent().increment();
        }
    }

    @Override
    public String toString() {
        return "RtpLeg[port=" + port() + ", sent=" + sent + ", received=" + received + "]";
    }
}
