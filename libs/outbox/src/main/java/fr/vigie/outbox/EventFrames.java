package fr.vigie.outbox;

import fr.vigie.bus.OutgoingEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Several events in one column. A leading version byte lets a later form coexist with rows that wait. */
final class EventFrames {
    private static final byte VERSION = 1;
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
        return out.array();
    }

    static List<OutgoingEvent> read(byte[] frames) {
        ByteBuffer in = ByteBuffer.wrap(frames);
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
