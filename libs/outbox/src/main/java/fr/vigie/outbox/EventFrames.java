package fr.vigie.outbox;

import fr.vigie.bus.Lz4;
import fr.vigie.bus.OutgoingEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several events in one column. A leading version byte lets a later form coexist with rows that wait. What is more than a
 * little is packed here: LZ4 does it at a fraction of what PostgreSQL's own compression takes, and what goes to the
 * database and back is a fifth.
 */
final class EventFrames {
    private static final byte VERSION = 1;
    /** A block of {@link Lz4} in which the first form is. */
    private static final byte PACKED = 2;
    /** Bytes from which on packing is worth it. */
    private static final int LARGE = 2_000;
    /** Lengths of four texts and of the value, seconds and nanoseconds. */
    private static final int FIXED = 4 * 2 + 4 + 8 + 4;
    /** The most that two bytes can tell. */
    private static final int LONGEST_TEXT = 0xFFFF;

    private EventFrames() {}

    static byte[] write(List<OutgoingEvent> events) {
        List<byte[]> texts = new ArrayList<>(events.size() * 4);
        int size = 1 + 4;
        for (OutgoingEvent event : events) {
            size += FIXED + event.value().length;
            for (String text : List.of(event.topic(), event.key(), event.id(), event.type())) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (bytes.length > LONGEST_TEXT) {
                    throw new IllegalArgumentException("topic, key, id or type of an event is too long");
                }
                texts.add(bytes);
                size += bytes.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putInt(events.size());
        int text = 0;
        for (OutgoingEvent event : events) {
            for (int i = 0; i < 4; i++) {
                byte[] bytes = texts.get(text++);
                out.putShort((short) bytes.length).put(bytes);
            }
            out.putLong(event.time().getEpochSecond())
                    .putInt(event.time().getNano())
                    .putInt(event.value().length)
                    .put(event.value());
        }
        return size < LARGE ? out.array() : packed(out.array());
    }

    private static byte[] packed(byte[] plain) {
        byte[] block = Lz4.pack(plain);
        return ByteBuffer.allocate(1 + block.length).put(PACKED).put(block).array();
    }

    static List<OutgoingEvent> read(byte[] frames) {
        ByteBuffer in = ByteBuffer.wrap(
                frames[0] == PACKED ? Lz4.unpack(Arrays.copyOfRange(frames, 1, frames.length)) : frames);
        int version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("outbox row of unknown version " + version);
        }
        int count = in.getInt();
        List<OutgoingEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(readOne(in));
        }
        return events;
    }

    private static OutgoingEvent readOne(ByteBuffer in) {
        String topic = readText(in);
        String key = readText(in);
        String id = readText(in);
        String type = readText(in);
        Instant time = Instant.ofEpochSecond(in.getLong(), in.getInt());
        byte[] value = new byte[in.getInt()];
        in.get(value);
        return new OutgoingEvent(topic, key, id, type, time, value);
    }

    private static String readText(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
