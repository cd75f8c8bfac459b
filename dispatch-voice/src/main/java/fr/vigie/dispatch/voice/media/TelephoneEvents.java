package fr.vigie.dispatch.voice.media;

import java.nio.ByteBuffer;

/**
 * Keys from RFC 4733 telephone-event payloads. An event is many packets with one RTP timestamp, its end is sent three
 * times, and a key held for more than eight seconds comes in several segments: each key press begins once, and goes on
 * with the packets after. Timestamps mean something within one source only; a call that is put through goes on with
 * another, or with the same one that counts from elsewhere, and may be while a key is held.
 */
final class TelephoneEvents {
    /**
     * Starts of one key that are closer than this are one press: a tone lasts 40 ms at least, and so does the pause after
     * it (ITU-T Q.24). Some gateways give each packet of a press a timestamp of its own. In samples, 80 ms.
     */
    private static final int SAME_PRESS = 640;

    /** No network delivers later: what is older was not sent before, but is counted from elsewhere. In samples, 5 s. */
    private static final int LATEST = 40_000;

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

        private Part part(int timestamp, int event, int duration, boolean ended) {
            int step = timestamp - lastTimestamp;
            if (any && step < 0 && step >= -LATEST) {
                return Part.LATE;
            }
            boolean same = any && event == lastEvent;
            boolean known = any && step == 0;
            boolean goesOn = same && step >= 0 && (step < SAME_PRESS || !lastEnded && step == lastDuration);
            any = true;
            lastEnded = ended || known && lastEnded;
            lastTimestamp = timestamp;
            lastEvent = event;
            lastDuration = duration;
            if (goesOn) {
                return Part.MORE;
            }
            return known ? Part.LATE : Part.BEGIN;
        }

        /** Whether it has told of this press: its successor may only have taken over. */
        private boolean tells(int timestamp, int event) {
            return any && timestamp == lastTimestamp && event == lastEvent;
        }

        private Source goesOnAs(int other) {
            Source next = new Source(other);
            next.any = true;
            next.lastTimestamp = lastTimestamp;
            next.lastEvent = lastEvent;
            next.lastDuration = lastDuration;
            next.lastEnded = lastEnded;
            return next;
        }
    }

    /** What a packet is of a press. */
    private enum Part {
        BEGIN,
        MORE,
        LATE
    }

    /**
     * Reads one packet.
     *
     * @param source of the RTP header
     * @param timestamp of the RTP header
     * @param payload positioned at the payload; odd sizes are ignored
     */
    void read(int source, int timestamp, ByteBuffer payload, KeyListener listener) {
        if (payload.remaining() < PAYLOAD_BYTES) {
            return;
        }
        int at = payload.position();
        int event = payload.get(at) & 0xFF;
        boolean ended = (payload.get(at + 1) & 0x80) != 0;
        int duration = payload.getShort(at + 2) & 0xFFFF;
        Part part = of(source, timestamp, event).part(timestamp, event, duration, ended);
        if (event < KEYS.length()) {
            switch (part) {
                case BEGIN -> listener.keyBegun(KEYS.charAt(event));
                case MORE -> listener.keyHeld(KEYS.charAt(event));
                case LATE -> {}
            }
        }
    }

    private Source of(int id, int timestamp, int event) {
        if (former != null && former.id == id) {
            return former;
        }
        if (current == null || current.id != id) {
            former = current;
            boolean goesOn = former != null && former.tells(timestamp, event);
            current = goesOn ? former.goesOnAs(id) : new Source(id);
        }
        return current;
    }
}
