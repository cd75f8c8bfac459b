package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;

/**
 * Keys from RFC 4733 telephone-event payloads. An event is many packets with one RTP timestamp, its end is sent three
 * times, and a key held for more than eight seconds comes in several segments: each key press is told once.
 */
final class TelephoneEvents {
    /** {@link #key} where no new key was pressed. */
    static final char NONE = 0;

    private static final String KEYS = "0123456789*#ABCD";
    private static final int PAYLOAD_BYTES = 4;

    private boolean any;
    private int lastTimestamp;
    private int lastEvent;
    private int lastDuration;
    private boolean lastEnded;

    /**
     * Reads one packet.
     *
     * @param timestamp of the RTP header
     * @param payload positioned at the payload; odd sizes are ignored
     * @return the key that was newly pressed, or {@link #NONE}
     */
    char key(int timestamp, ByteBuffer payload) {
        if (payload.remaining() < PAYLOAD_BYTES) {
            return NONE;
        }
        int at = payload.position();
        int event = payload.get(at) & 0xFF;
        boolean ended = (payload.get(at + 1) & 0x80) != 0;
        int duration = payload.getShort(at + 2) & 0xFFFF;
        if (any && timestamp - lastTimestamp < 0) {
            return NONE; // an old packet, late
        }
        boolean known = any && timestamp == lastTimestamp;
        boolean nextSegment = any && !lastEnded && event == lastEvent && timestamp - lastTimestamp == lastDuration;
        any = true;
        lastEnded = ended || known && lastEnded;
        lastTimestamp = timestamp;
        lastEvent = event;
        lastDuration = duration;
        if (known || nextSegment || event >= KEYS.length()) {
            return NONE;
        }
        return KEYS.charAt(event);
    }
}
