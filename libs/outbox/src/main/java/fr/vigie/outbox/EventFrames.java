package fr.vigie.outbox;

import fr.vigie.bus.OutgoingEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Several events in one column. A leading version byte lets a later form coexist with rows that wait. */
final class EventFrames {
    private static final int VERSION = 1;

    private EventFrames() {}

    static byte[] write(List<OutgoingEvent> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(events.size() * 512 + 8);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(events.size());
            for (OutgoingEvent event : events) {
                out.writeUTF(event.topic());
                out.writeUTF(event.key());
                out.writeUTF(event.id());
                out.writeUTF(event.type());
                out.writeLong(event.time().getEpochSecond());
                out.writeInt(event.time().getNano());
                out.writeInt(event.value().length);
                out.write(event.value());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<OutgoingEvent> read(byte[] frames) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frames))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("outbox row of unknown version " + version);
            }
            int count = in.readInt();
            List<OutgoingEvent> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                events.add(readOne(in));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutgoingEvent readOne(DataInputStream in) throws IOException {
        String topic = in.readUTF();
        String key = in.readUTF();
        String id = in.readUTF();
        String type = in.readUTF();
        Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
        byte[] value = new byte[in.readInt()];
        in.readFully(value);
        return new OutgoingEvent(topic, key, id, type, time, value);
    }
}
