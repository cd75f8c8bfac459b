package fr.vigie.dispatch.voice.media;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sound of one call: every 20 ms one frame out, of what is played or of silence, and whatever came in. All its work
 * is done by one pacing thread; the other methods may be called from any thread.
 */
public final class RtpLeg {
    /** Samples, and bytes, of a frame of 20 ms. */
    public static final int FRAME_SAMPLES = 160;

    /** Static payload types of RFC 3551. */
    public static final int PCMU = 0;

    /** Static payload types of RFC 3551. */
    public static final int PCMA = 8;

    static final int HEADER_BYTES = 12;

    private final DatagramChannel channel;
    private final int port;
    private final LongAdder sent;
    private final LongAdder received;
    private final TelephoneEvents events = new TelephoneEvents();
    private final byte[] heard = new byte[FRAME_SAMPLES];
    private final int source = ThreadLocalRandom.current().nextInt();
    private short sequence = (short) ThreadLocalRandom.current().nextInt();
    private int timestamp = ThreadLocalRandom.current().nextInt();
    private final AtomicLong framesSent = new AtomicLong();
    private final AtomicLong packetsReceived = new AtomicLong();
    private int strangeSends;
    private boolean soundCame;
    private int quietFrames;

    private volatile Peer peer;
    private volatile Playing playing;
    private volatile boolean held;
    private volatile boolean closed;

    /** Where the sound goes and how it is coded; replaced as a whole by a re-INVITE. */
    private record Peer(
            InetSocketAddress address,
            InetAddress signalling,
            int payloadType,
            Set<Integer> eventTypes,
            Listening listening,
            int deadFrames,
            LegListener listener) {}

    /** What is being played; the position belongs to the pacing thread. */
    private static final class Playing {
        private final Rendering sound;
        private int position;

        private Playing(Rendering sound) {
            this.sound = sound;
        }

        private byte[] samples(int payloadType) {
            return payloadType == PCMU ? sound.ulaw() : sound.alaw();
        }
    }

    RtpLeg(DatagramChannel channel, int port, LongAdder sent, LongAdder received) {
        this.channel = channel;
        this.port = port;
        this.sent = sent;
        this.received = received;
    }

    /** The local UDP port, for the offer. */
    public int port() {
        return port;
    }

    /** Frames sent so far. */
    public long framesSent() {
        return framesSent.get();
    }

    /** Packets that came from the other side so far, keys among them. */
    public long packetsReceived() {
        return packetsReceived.get();
    }

    /**
     * Starts, or redirects, the sound.
     *
     * @param address where the answer wants it
     * @param signalling host that answered; sound may come from there too
     * @param payloadType {@link #PCMA} or {@link #PCMU}
     * @param eventTypes payload types of keys: the one offered and the one answered, since both are met in the field
     * @param longTalkFrames when talk is too long for a person, in frames of 20 ms; 0 never
     * @param deadFrames how long nothing may come once something has, in frames of 20 ms; 0 for ever
     * @param listener hears of this leg
     */
    public void connect(
            InetSocketAddress address,
            InetAddress signalling,
            int payloadType,
            Set<Integer> eventTypes,
            int longTalkFrames,
            int deadFrames,
            LegListener listener) {
        peer = new Peer(
                address,
                signalling,
                payloadType,
                Set.copyOf(eventTypes),
                new Listening(longTalkFrames),
                deadFrames,
                listener);
    }

    /** Sends the sound on to another address or in another code, from where it is. Nothing where not connected. */
    public void redirect(InetSocketAddress address, int payloadType, Set<Integer> eventTypes) {
        Peer old = peer;
        if (old != null) {
            peer = new Peer(
                    address,
                    old.signalling(),
                    payloadType,
                    Set.copyOf(eventTypes),
                    old.listening(),
                    old.deadFrames(),
                    old.listener());
        }
    }

    /** On hold nothing is sent, and what is being played waits. */
    public void hold(boolean on) {
        held = on;
    }

    /** Plays this from its start, instead of what was being played. {@code soundEnded} is told once, at its end. */
    public void play(Rendering rendering) {
        playing = new Playing(rendering);
    }

    /** Ends the leg; the pacing thread closes the socket at its next frame. */
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            // A datagram socket has nothing to lose by a failing close.
            playing = null;
        }
    }

    /**
     * One frame's work: read all that came, then send one frame.
     *
     * @param in a direct buffer, at least as large as a packet can be
     * @param out a direct buffer for one frame
     */
    void tick(ByteBuffer in, ByteBuffer out) {
        Peer current = peer;
        drain(current, in);
        if (current == null || closed || held) {
            return;
        }
        send(current, out);
    }

    private void drain(Peer current, ByteBuffer in) {
        int audio = 0;
        long before = packetsReceived.get();
        // A leg that is flooded takes at most this many packets a frame; the socket's buffer drops the rest.
        for (int i = 0; i < 16; i++) {
            in.clear();
            SocketAddress from;
            try {
                from = channel.receive(in);
            } catch (IOException e) {
                break; // an ICMP error of an earlier send; the signalling decides about the call
            }
            if (from == null) {
                break;
            }
            in.flip();
            if (current != null && expected(current, ((InetSocketAddress) from).getAddress())) {
                received.increment();
                packetsReceived.incrementAndGet();
                audio += read(current, in);
            }
        }
        soundCame |= audio > 0;
        watch(current, packetsReceived.get() > before);
        if (audio == 0 && current != null) {
            tell(current, current.listening().nothing());
        }
    }

    /** A telephone that never sent sound may be one that only listens; on hold nothing is expected. */
    private void watch(Peer current, boolean somethingCame) {
        if (current == null || held || !soundCame || somethingCame) {
            quietFrames = 0;
        } else if (++quietFrames == current.deadFrames()) {
            current.listener().lineDead();
        }
    }

    private static boolean expected(Peer current, InetAddress from) {
        return from.equals(current.address().getAddress()) || from.equals(current.signalling());
    }

    /** @return 1 for a frame of sound, 0 for anything else */
    private int read(Peer current, ByteBuffer packet) {
        if (packet.remaining() < HEADER_BYTES || (packet.get(0) & 0xC0) != 0x80) {
            return 0;
        }
        int start = HEADER_BYTES + 4 * (packet.get(0) & 0x0F);
        if ((packet.get(0) & 0x10) != 0) { // header extension, RFC 3550 section 5.3.1
            if (packet.limit() < start + 4) {
                return 0;
            }
            start += 4 + 4 * (packet.getShort(start + 2) & 0xFFFF);
        }
        if (start > packet.limit()) {
            return 0;
        }
        int type = packet.get(1) & 0x7F;
        int time = packet.getInt(4);
        packet.position(start);
        if (current.eventTypes().contains(type)) {
            char key = events.key(time, packet);
            if (key != TelephoneEvents.NONE) {
                current.listener().key(key);
            }
            return 0;
        }
        if (type != PCMA && type != PCMU) {
            return 0;
        }
        int length = Math.min(packet.remaining(), FRAME_SAMPLES);
        packet.get(heard, 0, length);
        tell(current, current.listening().frame(heard, length, type == PCMU));
        return 1;
    }

    private static void tell(Peer current, Listening.Sign sign) {
        switch (sign) {
            case BEEP -> current.listener().beep();
            case LONG_TALK -> current.listener().longTalk();
            case TALK_OVER -> current.listener().talkOver();
            case NOTHING -> {}
        }
    }

    private void send(Peer current, ByteBuffer out) {
        Playing now = playing;
        out.clear();
        out.put((byte) 0x80);
        out.put((byte) (current.payloadType() | (framesSent.get() == 0 ? 0x80 : 0)));
        out.putShort(sequence++);
        out.putInt(timestamp);
        out.putInt(source);
        timestamp += FRAME_SAMPLES;
        int length = 0;
        byte[] samples = now == null ? null : now.samples(current.payloadType());
        if (now != null) {
            length = Math.min(FRAME_SAMPLES, samples.length - now.position);
            out.put(samples, now.position, length);
            now.position += length;
        }
        byte silence = current.payloadType() == PCMU ? G711.ULAW_SILENCE : G711.ALAW_SILENCE;
        for (int i = length; i < FRAME_SAMPLES; i++) {
            out.put(silence);
        }
        out.flip();
        try {
            channel.send(out, current.address());
            framesSent.incrementAndGet();
            sent.increment();
        } catch (IOException e) {
            strangeSends++; // port unreachable, a full buffer: a lost frame, as any network may lose one
        }
        if (now != null && now.position >= samples.length && playing == now) {
            playing = null;
            current.listener().soundEnded();
        }
    }

    @Override
    public String toString() {
        return "RtpLeg[port=" + port + ", sent=" + framesSent + ", failed=" + strangeSends + ", events="
                + Arrays.toString(
                        peer == null ? new Object[0] : peer.eventTypes().toArray()) + "]";
    }
}
