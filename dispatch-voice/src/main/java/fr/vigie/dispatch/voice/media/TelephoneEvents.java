package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;

/**
 * Keys from RFC 4733 telephone-event payloads. An event is many packets with one RTP timestamp, its end is sent three
 * times, and a key held for more than eight seconds comes in several segments: each key press is told once. Timestamps
 * mean something within one source only; a call that is put through goes on with another.
 */
final class TelephoneEvents {
    /** {@link #key} where no new key was pressed. */
    static final char NONE = 0;

    /**
     * Starts of one key that are closer than this are one press: a tone lasts 40 ms at least, and so does the pause after
     * it (ITU-T Q.24). Some gateways give each packet of a press a timestamp of its own. In samples, 80 ms.
     */
    private static final int SAME_PRESS = 640;

    private static final String KEYS = "0123456789*#ABCD";
    private static final int PAYLOAD_BYTES = 4;

    /** The source that spoke last, and the one before: its last packets may be late. */
    private Source current;

    private Source former;

    private static final class Source {
        private final int id;
        private boolean any;
        private int lastTimestamp;
        private int lastEvent;
        private int lastDuration;
        private boolean lastEnded;

        private Source(int id) {
            this.id = id;
        }

        /** Whether it is a press that has not been told. */
        private boolean pressed(int timestamp, int event, int duration, boolean ended) {
            int step = timestamp - lastTimestamp;
            if (any && step < 0) {
                return false; // an old packet, late
            }
            boolean known = any && step == 0;
            boolean goesOn = any && event == lastEvent && (step < SAME_PRESS || !lastEnded && step == lastDuration);
            any = true;
            lastEnded = ended || known && lastEnded;
            lastTimestamp = timestamp;
            lastEvent = event;
            lastDuration = duration;
            return !known && !goesOn;
        }
    }

    /**
     * Reads one packet.
     *
     * @param source of the RTP header
     * @param timestamp of the RTP header
     * @param payload positioned at the payload; odd sizes are ignored
     * @return the key that was newly pressed, or {@link #NONE}
     */
    char key(int source, int timestamp, ByteBuffer payload) {
        if (payload.remaining() < PAYLOAD_BYTES) {
            return NONE;
        }
        int at = payload.position();
        int event = payload.get(at) & 0xFF;
        boolean ended = (payload.get(at + 1) & 0x80) != 0;
        int duration = payload.getShort(at + 2) & 0xFFFF;
        boolean pressed = of(source).pressed(timestamp, event, duration, ended);
        return pressed && event < KEYS.length() ? KEYS.charAt(event) : NONE;
    }

    private Source of(int id) {
        if (former != null && former.id == id) {
            return former;
        }
        if (current == null || current.id != id) {
            former = current;
            current = new Source(id);
        }
        return current;
    }
}
